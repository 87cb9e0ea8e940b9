package dev.segue.ops;

import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginning to what is their end when it is asked. Belongs to no group, so that looking changes nothing. */
public final class TopicScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /**
     * For records. Behind a transaction whose writer was killed nothing comes until the broker ends it: ten seconds after it began, as
     * all of ours and those of Kafka Streams ask for, and up to ten more, as it looks so seldom.
     */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final KafkaConsumer<byte[], byte @Nullable []> consumer;

    /** A scan of the cluster. */
    public TopicScan(KafkaSettings kafka) {
        this(kafka, 500);
    }

    /** @param atATime records that are taken out of the client's buffer at a time; 1 for reading single ones in their order */
    public TopicScan(KafkaSettings kafka, int atATime) {
        this.kafka = kafka;
        Map<String, Object> p = Readers.settings(kafka, "read_committed", PATIENCE);
        p.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atATime);
        consumer = new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Hands over every record of the topics that exist, those of one partition in their order. */
    public void all(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        from(begins(topics), listener);
    }

    /** Where the partitions of the topics that exist begin: at the oldest record that retention has left. */
    public Map<TopicPartition, Long> begins(Collection<String> topics) {
        Map<TopicPartition, Long> begins = new HashMap<>();
        asked(() -> {
            List<TopicPartition> partitions = partitions(topics);
            // Kafka's client warns of every answer about a partition that it does not read.
            consumer.assign(partitions);
            begins.putAll(consumer.beginningOffsets(partitions));
        });
        return begins;
    }

    /** The same, beginning with the given offsets. */
    public void from(Map<TopicPartition, Long> begin, Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        asked(() -> {
            consumer.assign(begin.keySet());
            between(begin, consumer.endOffsets(begin.keySet()), listener);
        });
    }

    /**
     * The same, to the last record that is written: while a transaction is open, what others have committed behind it can be read only
     * when it is ended, and is waited for.
     */
    public void throughOpenTransactions(
            Map<TopicPartition, Long> begin, Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        asked(() -> {
            try (KafkaConsumer<byte[], byte[]> all = Readers.sparing(kafka, "read_uncommitted", PATIENCE)) {
                all.assign(begin.keySet());
                ends.putAll(all.endOffsets(begin.keySet()));
            }
        });
        between(begin, ends, listener);
    }

    /** The same, ending before the given offsets, which must not lie beyond the ends. */
    public void between(
            Map<TopicPartition, Long> begin,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        asked(() -> {
            Map<TopicPartition, Long> left = new HashMap<>(ends);
            consumer.assign(begin.keySet());
            begin.forEach(consumer::seek);
            left.entrySet().removeIf(end -> begin.getOrDefault(end.getKey(), 0L) >= end.getValue());
            long heardAt = System.nanoTime();
            while (!left.isEmpty()) {
                ConsumerRecords<byte[], byte @Nullable []> records = consumer.poll(POLL);
                heardAt = heard(records, heardAt);
                for (ConsumerRecord<byte[], byte @Nullable []> record : records) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    // What came after we asked for the end belongs to the next look.
                    Long end = left.get(partition);
                    if (end != null && record.offset() < end) {
                        listener.accept(record);
                        // The listener may take its time, which is not the cluster's.
                        heardAt = System.nanoTime();
                    }
                }
                // The position also passes markers of transactions, which are never handed over.
                left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        });
    }

    /** Where the partitions of the topics that exist end. */
    public Map<TopicPartition, Long> ends(Collection<String> topics) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        asked(() -> ends.putAll(consumer.endOffsets(partitions(topics))));
        return ends;
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics();
        return topics.stream()
                .flatMap(topic -> existing.getOrDefault(topic, List.of()).stream())
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    /** One record, empty where there is none. */
    public Optional<ConsumerRecord<byte[], byte @Nullable []>> one(TopicPartition place, long offset) {
        return ends(List.of(place.topic())).getOrDefault(place, 0L) > offset ? known(place, offset) : Optional.empty();
    }

    /** One record that was there a moment ago; empty when retention has taken it since. */
    public Optional<ConsumerRecord<byte[], byte @Nullable []>> known(TopicPartition place, long offset) {
        List<ConsumerRecord<byte[], byte @Nullable []>> found = new ArrayList<>();
        asked(() -> {
            if (!consumer.assignment().equals(Set.of(place))) {
                consumer.assign(List.of(place));
                consumer.seek(place, offset);
            } else if (consumer.position(place) != offset) {
                consumer.seek(place, offset);
            }
            long heardAt = System.nanoTime();
            while (consumer.position(place) <= offset) {
                ConsumerRecords<byte[], byte @Nullable []> records = consumer.poll(POLL);
                heardAt = heard(records, heardAt);
                for (ConsumerRecord<byte[], byte @Nullable []> record : records) {
                    if (record.offset() == offset) {
                        found.add(record);
                    }
                }
            }
        });
        return found.stream().findFirst();
    }

    /** A consumer polls a cluster that is gone for ever. */
    private static long heard(ConsumerRecords<?, ?> records, long before) {
        long now = System.nanoTime();
        if (!records.isEmpty()) {
            return now;
        }
        if (now - before > SILENCE.toNanos()) {
            throw new TimeoutException("nothing came for " + SILENCE.toSeconds() + " s");
        }
        return before;
    }

    private void asked(Runnable question) {
        try {
            question.run();
        } catch (KafkaException e) {
            throw ClusterUnavailableException.of(kafka, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
