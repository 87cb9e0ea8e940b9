package dev.segue.ops;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows everything that is said on the catalogue's topics, dead-letter topics included, and hands it to a listener on a thread
 * of its own. Belongs to no group, so it disturbs nobody and any number may run. What lies on one partition comes in its order;
 * there is no order between partitions.
 */
public final class EventFeed implements AutoCloseable {
    /** Where to begin. */
    public enum From {
        /** With the oldest record that is kept. */
        BEGINNING,
        /** With what is written after {@link EventFeed#start} has returned. */
        END
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);
    /** How soon topics and partitions that came later are followed too. */
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final KafkaConsumer<@Nullable String, byte @Nullable []> consumer;
    private final Duration patience;
    private final RecordReader reader;
    private final Consumer<EventRecord> listener;
    private final Set<TopicPartition> followed = new HashSet<>();
    private final Thread thread;
    private long refreshAt;
    private volatile boolean closing;
    private volatile @Nullable String fault;

    private EventFeed(
            KafkaSettings kafka,
            TopicCatalogue catalogue,
            From from,
            Duration patience,
            Consumer<EventRecord> listener) {
        this.patience = patience;
        this.reader = new RecordReader(catalogue, new EventCodec(Clock.systemUTC()));
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(
                Readers.settings(kafka, "read_committed", PATIENCE),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        try {
            follow(from);
        } catch (KafkaException e) {
            consumer.close();
            throw ClusterUnavailableException.of(kafka, e);
        }
        this.thread = Thread.ofPlatform().daemon().name("event-feed").unstarted(this::run);
    }

    /**
     * Starts following; returns when it is settled with which record it begins.
     *
     * @param listener called with one record at a time; when it throws, the feed ends and {@link #fault()} says why
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public static EventFeed start(
            KafkaSettings kafka, TopicCatalogue catalogue, From from, Consumer<EventRecord> listener) {
        return start(kafka, catalogue, from, PATIENCE, listener);
    }

    static EventFeed start(
            KafkaSettings kafka,
            TopicCatalogue catalogue,
            From from,
            Duration patience,
            Consumer<EventRecord> listener) {
        EventFeed feed = new EventFeed(kafka, catalogue, from, patience, listener);
        feed.thread.start();
        return feed;
    }

    /** Why it follows no longer, if so. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    private void run() {
        refreshAt = System.nanoTime() + REFRESH.toNanos();
        try (consumer) {
            while (!closing) {
                try {
                    follow();
                } catch (WakeupException e) {
                    return; // closing
                } catch (KafkaException e) {
                    // The cluster is away; nothing is lost, since the consumer goes on where it was.
                    LOG.atWarn().addKeyValue("error", e.toString()).log("event feed waits for Kafka");
                    Thread.sleep(POLL);
                }
            }
        } catch (InterruptedException e) {
            fault = closing ? null : "interrupted";
        } catch (RuntimeException e) {
            fault = e.toString();
            LOG.atError().setCause(e).log("event feed ended");
        }
    }

    private void follow() throws InterruptedException {
        if (System.nanoTime() > refreshAt) {
            // A topic or partition that is new holds nothing that was there before the feed began.
            follow(From.BEGINNING);
            refreshAt = System.nanoTime() + REFRESH.toNanos();
        }
        if (followed.isEmpty()) {
            Thread.sleep(POLL); // poll would refuse to wait for nothing
            return;
        }
        for (ConsumerRecord<@Nullable String, byte @Nullable []> record : consumer.poll(POLL)) {
            reader.read(record).ifPresent(listener);
        }
    }

    /** Assigns all partitions of the topics that exist, the new ones from the given place. */
    private void follow(From from) {
        Map<String, List<PartitionInfo>> existing = consumer.listTopics(patience);
        List<TopicPartition> fresh = new ArrayList<>();
        for (String topic : reader.topics()) {
            for (PartitionInfo partition : existing.getOrDefault(topic, List.of())) {
                TopicPartition known = new TopicPartition(topic, partition.partition());
                if (followed.add(known)) {
                    fresh.add(known);
                }
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        consumer.assign(followed);
        // Asked for now and not lazily: what is written from here on must be seen.
        Map<TopicPartition, Long> begin =
                from == From.END ? consumer.endOffsets(fresh, patience) : consumer.beginningOffsets(fresh, patience);
        begin.forEach(consumer::seek);
    }

    /** Ends the feed and waits for its thread. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
