package dev.segue.stage;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.MalformedEventException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the topics that tell which jobs of this process nobody wants any more, and has those stopped. Every process reads all of it, for
 * itself: whoever runs the job must hear of it. Of other events than commands only the id is read.
 */
final class StopFeed implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StopFeed.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How soon topics and partitions that came later are followed too. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** A worker hears of its own result, too, and needs a moment to be done with the job. */
    private static final Duration OWN = Duration.ofMillis(700);

    /** Commands are few; a unit that waited long behind others may come to a process that began only now. */
    private static final Duration COMMANDS_BACK = Duration.ofDays(1);

    private static final Pattern ID = Pattern.compile("([^/]+)/(\\d{1,9})/([^/]+)(?:/(.*))?");

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<String> topics;
    private final EventCodec codec;
    private final RunningJobs running;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Deque<Done> done = new ArrayDeque<>();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /** Jobs whose result was stated, by themselves or by others. */
    private record Done(long at, List<RunningJobs.Job> jobs) {}

    StopFeed(
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<String> topics,
            EventCodec codec,
            RunningJobs running,
            Clock clock) {
        this.consumers = consumers;
        this.topics = topics;
        this.codec = codec;
        this.running = running;
        this.clock = clock;
    }

    /** The thread ends at once, even when it waits for a broker that does not answer. */
    void close() {
        closing.countDown();
        Consumer<byte[], byte[]> waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    @Override
    public void run() {
        boolean failing = false;
        while (closing.getCount() > 0) {
            try (Consumer<byte[], byte[]> made = consumers.get()) {
                consumer = made;
                follow(made);
                failing = false;
            } catch (KafkaException e) {
                if (!failing && closing.getCount() > 0) {
                    LOG.atWarn().addKeyValue("error", e.toString()).log("cannot hear of jobs to be stopped");
                }
                failing = true;
                if (rested()) {
                    return;
                }
            }
        }
    }

    private boolean rested() {
        try {
            return closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void follow(Consumer<byte[], byte[]> follower) {
        Set<TopicPartition> followed = new HashSet<>();
        long refreshAt = System.nanoTime();
        while (closing.getCount() > 0) {
            if (System.nanoTime() - refreshAt >= 0) {
                assign(follower, followed);
                refreshAt = System.nanoTime() + REFRESH.toNanos();
            }
            if (followed.isEmpty()) {
                if (rested()) {
                    return;
                }
            } else {
                follower.poll(POLL).forEach(this::hear);
                stopDone();
            }
        }
    }

    private void assign(Consumer<byte[], byte[]> follower, Set<TopicPartition> followed) {
        Map<String, List<PartitionInfo>> existing = follower.listTopics();
        List<TopicPartition> fresh = new ArrayList<>();
        for (String topic : topics) {
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
        follower.assign(followed);
        // Asked for now and not lazily: what is written from here on must be heard.
        Map<TopicPartition, Long> begin = new HashMap<>(follower.endOffsets(fresh));
        Map<TopicPartition, Long> since = new HashMap<>();
        fresh.stream()
                .filter(p -> p.topic().equals(EventType.CANCEL.topic()))
                .forEach(p -> since.put(p, clock.millis() - COMMANDS_BACK.toMillis()));
        if (!since.isEmpty()) {
            Map<TopicPartition, OffsetAndTimestamp> earlier = follower.offsetsForTimes(since);
            earlier.forEach((partition, at) -> {
                if (at != null) {
                    begin.put(partition, at.offset());
                }
            });
        }
        begin.forEach(follower::seek);
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = HeaderTexts.of(record.headers());
        if (record.topic().equals(EventType.CANCEL.topic())) {
            command(headers, record.value());
            return;
        }
        Matcher id = ID.matcher(headers.getOrDefault(Envelope.ID, ""));
        if (!id.matches()) {
            return;
        }
        int generation = Integer.parseInt(id.group(2));
        running.supersede(id.group(1), generation);
        if (id.group(3).equals(EventType.SEGMENT_ENCODED.kind()) && id.group(4) != null) {
            List<RunningJobs.Job> jobs = running.making(id.group(1), generation, id.group(4));
            if (!jobs.isEmpty()) {
                done.addLast(new Done(System.nanoTime(), jobs));
            }
        }
    }

    private void command(Map<String, String> headers, byte[] value) {
        try {
            if (codec.readAny(headers, value) instanceof Cancel cancel) {
                running.withdraw(cancel.videoId(), cancel.generation(), "cancelled");
            }
        } catch (MalformedEventException e) {
            // It becomes a dead letter of those who keep count.
            LOG.atDebug().addKeyValue("error", e.getMessage()).log("no command");
        }
    }

    private void stopDone() {
        while (!done.isEmpty() && System.nanoTime() - done.getFirst().at() >= OWN.toNanos()) {
            running.stop(done.removeFirst().jobs(), "done by another worker");
        }
    }
}
