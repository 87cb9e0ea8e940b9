package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldJobTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger interrupts = new AtomicInteger();
    private final JobLock lock = new JobLock(new Consumer(), System::nanoTime);
    private final Lease lease = lease();
    private Optional<KafkaException> refusal = Optional.empty();
    private final HeldJob held = new HeldJob(lock, lease, RunningJob.start("held", this::work), record(7));

    private static Lease lease() {
        Lease lease = new Lease(System::nanoTime);
        lease.extend(System.nanoTime(), Duration.ofSeconds(30));
        return lease;
    }

    @AfterEach
    void endJob() throws Exception {
        mayEnd.countDown();
        assertThat(held.endsWithin(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void settlesAsTheJobEnded() throws Exception {
        mayEnd.countDown();

        assertThat(held.keep(() -> false)).isEqualTo(HeldJob.Kept.SETTLED);
        assertThat(calls).containsExactly("ACCEPT 7");
        assertThat(lease.held()).isFalse();
    }

    @Test
    void renewsWhileTheJobRunsAndGoesOnWithTheRecordThatIsPolledThen() throws Exception {
        assertThat(held.keep(() -> false)).isEqualTo(HeldJob.Kept.RENEWED);
        assertThat(lease.held()).isTrue();
        assertThat(held.resumes(record(8))).isFalse();
        assertThat(held.resumes(record(7))).isTrue();
        mayEnd.countDown();

        assertThat(held.keep(() -> false)).isEqualTo(HeldJob.Kept.SETTLED);
        assertThat(calls).containsExactly("RENEW 7", "ACCEPT 7");
    }

    @Test
    void losesTheRecordWhenARenewalIsRefused() throws Exception {
        refusal = Optional.of(new InvalidRecordStateException("not yours"));

        assertThat(held.keep(() -> false)).isEqualTo(HeldJob.Kept.LOST);
        assertThat(lease.held()).isFalse();
    }

    @Test
    void interruptsTheJobOnceWhenItGivesTheRecordBack() throws Exception {
        assertThat(held.keep(() -> true)).isEqualTo(HeldJob.Kept.GIVEN_BACK);
        held.abandon();
        mayEnd.countDown();

        assertThat(held.endsWithin(Duration.ofSeconds(5))).isTrue();
        assertThat(calls).containsExactly("RELEASE 7");
        assertThat(interrupts).hasValue(1);
        assertThat(lease.held()).isFalse();
    }

    private JobEnd work() {
        while (true) {
            try {
                mayEnd.await();
                return JobEnd.EMITTED;
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("films", 0, offset, new byte[0], new byte[0]);
    }

    private final class Consumer extends MockShareConsumer<byte[], byte[]> {
        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
            calls.add(type.name() + " " + record.offset());
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            return Map.of(new TopicIdPartition(Uuid.ONE_UUID, 0, "films"), refusal);
        }

        @Override
        public Optional<Integer> acquisitionLockTimeoutMs() {
            return Optional.of(600);
        }
    }
}
