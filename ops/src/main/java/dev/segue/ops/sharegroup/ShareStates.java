package dev.segue.ops.sharegroup;

import dev.segue.ops.Readers;
import dev.segue.ops.sharegroup.ShareState.UnknownFormException;
import dev.segue.stage.KafkaSettings;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which records share groups have finished, followed on the brokers' own topic. No request tells it: a group's start offset and lag are the
 * same whether a record is done and the marker of its transaction is not, or the other way round (decision 0022).
 */
public final class ShareStates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareStates.class);
    public static final String TOPIC = "__share_group_state";
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final Map<ShareState.Key, ShareState> states = new HashMap<>();
    private boolean readable = true;

    /** @param patience how long one {@link #refresh} may take */
    public ShareStates(KafkaSettings kafka, Duration patience) {
        this(kafka, patience, TOPIC);
    }

    /** @param topic where the brokers note it */
    public ShareStates(KafkaSettings kafka, Duration patience, String topic) {
        this.topic = topic;
        this.patience = patience;
        this.consumer = Readers.sparing(kafka, "read_uncommitted", patience);
    }

    /**
     * Takes in what was written since the last call.
     *
     * @return false when it may not be read, or is written in a form that is not known
     */
    public boolean refresh() {
        if (!readable) {
            return false;
        }
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            if (consumer.assignment().size() != partitions.size()) {
                states.clear();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
            }
            readTo(consumer.endOffsets(partitions));
        } catch (AuthorizationException | UnknownFormException | BufferUnderflowException e) {
            readable = false;
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", e.toString())
                    .log("which records share groups have finished cannot be seen; their lag is shown as at most");
        }
        return readable;
    }

    private void readTo(Map<TopicPartition, Long> ends) throws UnknownFormException {
        Map<TopicPartition, Long> left = new HashMap<>(ends);
        long until = System.nanoTime() + patience.toNanos();
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        while (!left.isEmpty()) {
            if (System.nanoTime() - until > 0) {
                throw new TimeoutException(topic + " cannot be read to its end");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                add(record);
            }
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) throws UnknownFormException {
        if (record.key() == null) {
            throw new UnknownFormException("no key");
        }
        ShareState.Address address = ShareState.Address.read(record.key());
        if (record.value() == null) {
            states.remove(address.key());
        } else {
            states.computeIfAbsent(address.key(), k -> new ShareState()).add(address.kind(), record.value());
        }
    }

    /** Whether a group has finished what lies at this offset, as far as it is known since the last {@link #refresh}. */
    public boolean finished(String group, Uuid topicId, int partition, long offset) {
        return state(group, topicId, partition)
                .map(state -> offset < state.start() || state.done().has(offset))
                .orElse(false);
    }

    /** The first offset that a group has not finished; -1 as long as it has finished nothing. */
    public long start(String group, Uuid topicId, int partition) {
        return state(group, topicId, partition).map(ShareState::start).orElse(-1L);
    }

    /** Offsets from there on that it has finished all the same. */
    public OffsetRanges done(String group, Uuid topicId, int partition) {
        return state(group, topicId, partition).map(ShareState::done).orElseGet(OffsetRanges::new);
    }

    private Optional<ShareState> state(String group, Uuid topicId, int partition) {
        return Optional.ofNullable(states.get(new ShareState.Key(group, topicId, partition)));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
