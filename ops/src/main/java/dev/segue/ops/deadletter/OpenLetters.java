package dev.segue.ops.deadletter;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import dev.segue.stage.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps count of the letters that nothing was done about. Reads everything once and then only what is new. For one thread at a
 * time.
 */
public final class OpenLetters implements AutoCloseable {
    private final List<String> topics;
    private final TopicScan letters;
    private final TopicScan actions;
    private final Map<LetterId, Instant> open = new HashMap<>();
    /** Actions that were read before the letter they are about. */
    private final Set<LetterId> settledAhead = new HashSet<>();

    private final Map<TopicPartition, Long> next = new HashMap<>();

    /** @param catalogue tells the dead-letter topics */
    public OpenLetters(KafkaSettings kafka, TopicCatalogue catalogue) {
        List<String> all = new ArrayList<>(catalogue.topics().stream()
                .map(TopicCatalogue.Topic::deadLetter)
                .filter(Objects::nonNull)
                .toList());
        all.add(Replay.QUARANTINE);
        topics = List.copyOf(all);
        letters = new TopicScan(kafka);
        actions = new TopicScan(kafka);
    }

    /**
     * How many open letters a topic has.
     *
     * @param oldest when the oldest of them was written, absent when there is none
     */
    public record Depth(
            String topic, long records, @Nullable Instant oldest) {
        /** Age of the oldest, zero when there is none. */
        public Duration age(Instant now) {
            return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
        }
    }

    /** Each dead-letter topic, and the quarantine. */
    public List<Depth> look() {
        Map<TopicPartition, Long> begins = letters.begins(topics);
        open.keySet().removeIf(id -> id.offset() < begins.getOrDefault(id.place(), 0L));
        read(letters, begins, record -> {
            LetterId id = LetterId.of(record);
            if (!settledAhead.remove(id)) {
                open.put(id, Instant.ofEpochMilli(record.timestamp()));
            }
        });
        // Afterwards, as elsewhere: what is settled while the letters are read is then known as such.
        read(actions, actions.begins(List.of(ActionLog.TOPIC)), record -> {
            byte[] value = record.value();
            Action action = value == null ? null : ActionLog.read(value);
            if (action != null && action.what().settles() && action.letter() != null) {
                settle(action.letter());
            }
        });
        return topics.stream().map(this::depth).toList();
    }

    private void settle(LetterId id) {
        if (open.remove(id) == null
                && topics.contains(id.topic())
                && id.offset() >= next.getOrDefault(id.place(), 0L)) {
            settledAhead.add(id);
        }
    }

    private void read(
            TopicScan scan,
            Map<TopicPartition, Long> begins,
            Consumer<ConsumerRecord<byte[], byte @Nullable []>> listener) {
        Map<TopicPartition, Long> from = new HashMap<>();
        begins.forEach((partition, begin) -> from.put(partition, Math.max(begin, next.getOrDefault(partition, 0L))));
        scan.from(from, record -> {
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            listener.accept(record);
        });
    }

    private Depth depth(String topic) {
        List<Instant> written = open.entrySet().stream()
                .filter(letter -> letter.getKey().topic().equals(topic))
                .map(Map.Entry::getValue)
                .toList();
        return new Depth(
                topic,
                written.size(),
                written.stream().min(Comparator.naturalOrder()).orElse(null));
    }

    @Override
    public void close() {
        letters.close();
        actions.close();
    }
}
