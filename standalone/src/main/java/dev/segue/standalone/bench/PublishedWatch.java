package dev.segue.standalone.bench;

import dev.segue.contract.EventType;
import dev.segue.stage.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Notes when videos are published, from when it is made on. Reads one topic and no values, so that looking costs next to nothing. */
final class PublishedWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Instant> published = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("published").unstarted(this::run);
    private volatile @Nullable KafkaException fault;

    PublishedWatch(KafkaSettings kafka) {
        Map<String, Object> config = kafka.client();
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(EventType.PUBLISHED.topic()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    published.putIfAbsent(
                            new String(record.key(), StandardCharsets.UTF_8), Instant.ofEpochMilli(record.timestamp()));
                }
            }
        } catch (WakeupException closing) {
            fault = closing;
        } catch (KafkaException e) {
            fault = e;
        }
    }

    /** When a video was published, empty while it is not. */
    Optional<Instant> at(String videoId) {
        return Optional.ofNullable(published.get(videoId));
    }

    /** How many of these are published. */
    long count(Collection<String> videoIds) {
        KafkaException ended = fault;
        if (ended != null) {
            throw new BenchFailedException("what is published can no longer be heard", ended);
        }
        return videoIds.stream().filter(published::containsKey).count();
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
        consumer.close();
    }
}
