package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShareSlotTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean mayBegin = new AtomicBoolean(true);
    private final AtomicInteger consumers = new AtomicInteger();
    private final ConcurrentLinkedQueue<KafkaException> refusals = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> topic = new LinkedBlockingQueue<>();
    private volatile Runnable whenCommitting = () -> {};
    private ShareSlot slot;
    private Thread thread;

    @AfterEach
    void stop() throws Exception {
        slot.close();
        thread.join(Duration.ofSeconds(5));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void sendsEachRenewalAtOnceAndAcceptsAtTheEnd() {
        CountDownLatch renewedTwice = new CountDownLatch(1);
        topic.add(record(7));
        begin((record, lease) -> {
            await().until(() -> calls.stream().filter(c -> c.equals("RENEW 7")).count() >= 2);
            renewedTwice.countDown();
            return JobEnd.EMITTED;
        });

        await().untilAsserted(() -> assertThat(calls).contains("ACCEPT 7"));
        List<String> seen = List.copyOf(calls);
        for (int i = 0; i < seen.size() - 1; i++) {
            if (seen.get(i).startsWith("RENEW") || seen.get(i).startsWith("ACCEPT")) {
                assertThat(seen.get(i + 1)).isEqualTo("commit");
            }
        }
        assertThat(renewedTwice.getCount()).isZero();
        assertThat(consumers).hasValue(1);
    }

    @Test
    void stopsTheJobAndLeavesTheGroupWhenTheLockIsLost() {
        CountDownLatch stoppedJob = new CountDownLatch(1);
        topic.add(record(7));
        begin((record, lease) -> {
            refusals.add(new KafkaException("not yours any more"));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                assertThat(lease.held()).isFalse();
                stoppedJob.countDown();
            }
            return JobEnd.RELEASED;
        });

        await().untilAsserted(() -> assertThat(stoppedJob.getCount()).isZero());
        await().until(() -> consumers.get() == 2);
        assertThat(calls).contains("RENEW 7", "close").doesNotContain("ACCEPT 7");
    }

    @Test
    void doesNotBeginWithARecordThatIsNoLongerItsOwn() {
        List<Long> begun = new CopyOnWriteArrayList<>();
        refusals.add(new KafkaException("not yours any more"));
        topic.add(record(7));
        topic.add(record(8));
        begin((record, lease) -> {
            begun.add(record.offset());
            return JobEnd.EMITTED;
        });

        await().untilAsserted(() -> assertThat(calls).contains("ACCEPT 8"));
        assertThat(begun).containsExactly(8L);
        assertThat(consumers)
                .as("what else the consumer had fetched goes to others")
                .hasValue(2);
    }

    @Test
    void releasesTheRunningJobWhenItCloses() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        topic.add(record(7));
        begin((record, lease) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // As a handler ends that is told to stop.
            }
            return JobEnd.RELEASED;
        });
        running.await();

        slot.close();
        thread.join(Duration.ofSeconds(5));

        assertThat(calls).endsWith("RELEASE 7", "commit", "close");
    }

    @Test
    void givesTheRecordBackBeforeAJobThatIsSlowToStopHasEnded() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Boolean> heldAtTheEnd = new CopyOnWriteArrayList<>();
        topic.add(record(7));
        begin((record, lease) -> {
            running.countDown();
            while (mayEnd.getCount() > 0) {
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    // As a process that takes its time to end.
                }
            }
            heldAtTheEnd.add(lease.held());
            return JobEnd.EMITTED;
        });
        running.await();

        slot.close();

        await().untilAsserted(() -> assertThat(calls).contains("RELEASE 7", "close"));
        assertThat(heldAtTheEnd).isEmpty();
        mayEnd.countDown();
        thread.join(Duration.ofSeconds(5));
        assertThat(heldAtTheEnd).containsExactly(false);
        assertThat(calls).doesNotContain("ACCEPT 7");
    }

    @Test
    void stopsTheJobOnceEvenIfTheBrokerDoesNotAnswerWhenTheRecordIsGivenBack() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch stoppedJob = new CountDownLatch(1);
        List<Boolean> disturbed = new CopyOnWriteArrayList<>();
        topic.add(record(7));
        begin((record, lease) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                stoppedJob.countDown();
            }
            while (!calls.contains("close")) {
                Thread.onSpinWait();
            }
            disturbed.add(Thread.interrupted());
            return JobEnd.RELEASED;
        });
        running.await();
        whenCommitting = () -> {
            if (calls.contains("RELEASE 7")) {
                await().until(() -> stoppedJob.getCount() == 0);
            }
        };

        slot.close();
        thread.join(Duration.ofSeconds(8));

        assertThat(stoppedJob.getCount()).isZero();
        assertThat(disturbed).containsExactly(false);
    }

    @Test
    void letsTheRunningJobEndWithinTheGraceAndTakesNoOther() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        topic.add(record(7));
        topic.add(record(8));
        begin(
                (record, lease) -> {
                    running.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException e) {
                        return JobEnd.RELEASED;
                    }
                    return JobEnd.EMITTED;
                },
                Duration.ofSeconds(20));
        running.await();

        slot.close();
        // The lock is kept meanwhile.
        await().until(() -> calls.stream().filter(c -> c.equals("RENEW 7")).count() >= 2);
        mayEnd.countDown();
        thread.join(Duration.ofSeconds(5));

        assertThat(calls).endsWith("ACCEPT 7", "commit", "close").doesNotContain("RELEASE 7", "ACCEPT 8");
    }

    @Test
    void replacesAConsumerThatFails() {
        topic.add(record(-1));
        topic.add(record(8));
        begin((record, lease) -> JobEnd.EMITTED);

        await().untilAsserted(() -> assertThat(calls).contains("ACCEPT 8"));
        assertThat(consumers).hasValue(2);
    }

    @Test
    void outlivesAnErrorOfItsThread() {
        topic.add(record(-2));
        topic.add(record(8));
        begin((record, lease) -> JobEnd.EMITTED);

        await().untilAsserted(() -> assertThat(calls).contains("ACCEPT 8"));
        assertThat(consumers).hasValue(2);
    }

    @Test
    void hasNoConsumerWhileItMayBeginNothing() {
        begin((record, stopped) -> JobEnd.EMITTED);
        await().until(() -> consumers.get() == 1);

        mayBegin.set(false);
        await().untilAsserted(() -> assertThat(calls).contains("close"));
        topic.add(record(7));
        mayBegin.set(true);

        await().untilAsserted(() -> assertThat(calls).contains("ACCEPT 7"));
        assertThat(consumers).hasValue(2);
    }

    @Test
    void endsTheJobItHasWhenItMayBeginNoMore() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        topic.add(record(7));
        topic.add(record(8));
        begin((record, stopped) -> {
            mayBegin.set(false);
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                return JobEnd.RELEASED;
            }
            return JobEnd.EMITTED;
        });

        await().untilAsserted(() -> assertThat(calls).contains("RENEW 7"));
        assertThat(calls).doesNotContain("close");
        mayEnd.countDown();

        await().untilAsserted(() -> assertThat(calls).endsWith("ACCEPT 7", "commit", "close"));
        assertThat(topic).hasSize(1);
    }

    private void begin(BiFunction<ConsumerRecord<byte[], byte[]>, Lease, JobEnd> work) {
        begin(work, Duration.ZERO);
    }

    private void begin(BiFunction<ConsumerRecord<byte[], byte[]>, Lease, JobEnd> work, Duration drainGrace) {
        slot = new ShareSlot(
                "test",
                "films",
                () -> {
                    consumers.incrementAndGet();
                    return new ScriptedConsumer();
                },
                work,
                new StageMetrics(new SimpleMeterRegistry(), "test", 1),
                new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1)),
                drainGrace,
                mayBegin::get);
        thread = Thread.ofPlatform().start(slot);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("films", 0, offset, new byte[0], new byte[0]);
    }

    /** Hands out records as a broker with locks of 300 ms does: one that was renewed comes again with the next poll. */
    private final class ScriptedConsumer extends MockShareConsumer<byte[], byte[]> {
        private ConsumerRecord<byte[], byte[]> again;

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecord<byte[], byte[]> next = again;
            again = null;
            try {
                next = next == null ? topic.poll(timeout.toMillis(), TimeUnit.MILLISECONDS) : next;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (next == null) {
                return ConsumerRecords.empty();
            }
            if (next.offset() == -2) {
                throw new OutOfMemoryError("heap");
            }
            if (next.offset() < 0) {
                throw new KafkaException("poisoned poll");
            }
            return new ConsumerRecords<>(Map.of(new TopicPartition("films", 0), List.of(next)), Map.of());
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
            calls.add(type.name() + " " + record.offset());
            again = type == AcknowledgeType.RENEW ? record : null;
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            calls.add("commit");
            whenCommitting.run();
            return Map.of(new TopicIdPartition(Uuid.ONE_UUID, 0, "films"), Optional.ofNullable(refusals.poll()));
        }

        @Override
        public Optional<Integer> acquisitionLockTimeoutMs() {
            return Optional.of(300);
        }

        @Override
        public synchronized void close(Duration timeout) {
            calls.add("close");
        }
    }
}
