package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import dev.segue.contract.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Looks through the topic from the time on that is named. */
final class KafkaStatedEvents implements StatedEvents {
    /** Whoever stated it may have had a clock that was wrong. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Consumer<byte[], byte[]>> consumers;

    KafkaStatedEvents(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    @Override
    public boolean has(Event event, Instant since) throws TransientFailure {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return has(consumer, event, since.minus(CLOCKS_DIFFER).toEpochMilli());
        } catch (KafkaException e) {
            throw new TransientFailure(
                    Dependency.KAFKA.code(), "Kafka does not tell what was stated: " + e.getMessage(), e);
        }
    }

    private static boolean has(Consumer<byte[], byte[]> consumer, Event event, long since) {
        List<TopicPartition> partitions = consumer
                .partitionsFor(EventType.of(event).topic())
                .stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
        consumer.assign(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(p -> times.put(p, since));
        consumer.offsetsForTimes(times).forEach((partition, first) -> {
            if (first == null) {
                left.remove(partition); // nothing is so young
            } else {
                consumer.seek(partition, first.offset());
            }
        });
        consumer.pause(partitions.stream().filter(p -> !left.containsKey(p)).toList());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (left.isEmpty()) {
                return false;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (EventIds.of(event).equals(HeaderTexts.of(record.headers()).get(Envelope.ID))) {
                    return true;
                }
            }
            if (System.nanoTime() > until) {
                throw new TimeoutException("not all was read in " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
