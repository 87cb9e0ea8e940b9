package dev.segue.ops.lag;

import dev.segue.ops.lag.ShareState.UnknownFormException;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which records share groups have finished, followed on the brokers' own topic. No request tells it: a group's start offset and lag are the
 * same whether a record is done and the marker of its transaction is not, or the other way round (decision 0022).
 */
final class ShareStates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareStates.class);
    private static final String TOPIC = "__share_group_state";
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final Map<ShareState.Key, ShareState> states = new HashMap<>();
    private boolean readable = true;

    ShareStates(KafkaConsumer<byte[], byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /**
     * Takes in what was written since the last call.
     *
     * @return false when it may not be read, or is written in a form that is not known
     */
    boolean refresh() {
        if (!readable) {
            return false;
        }
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
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
                    .addKeyValue("topic", TOPIC)
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
                throw new TimeoutException(TOPIC + " cannot be read to its end");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                add(record);
            }
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) throws UnknownFormException {
        ShareState.Address address = ShareState.Address.read(record.key());
        if (record.value() == null) {
            states.remove(address.key());
        } else {
            states.computeIfAbsent(address.key(), k -> new ShareState()).add(address.kind(), record.value());
        }
    }

    Optional<ShareState> of(ShareState.Key key) {
        return Optional.ofNullable(states.get(key));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
