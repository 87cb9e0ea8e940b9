package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class JobLockTest {
    private static final long SECOND = 1_000_000_000;
    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("films", 0, 7, new byte[0], new byte[0]);

    private final AtomicLong now = new AtomicLong();
    private final List<String> calls = new ArrayList<>();
    private final Consumer consumer = new Consumer();
    private final JobLock lock = new JobLock(consumer, now::get);

    @Test
    void renewsThriceInALocksTime() {
        assertThat(lock.renewAfter()).isEqualTo(Duration.ofSeconds(10));

        consumer.lockMs = Optional.empty();
        assertThat(lock.renewAfter()).as("the broker's default").isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void sendsARenewalAtOnceAndExtendsTheLeaseFromTheMomentOfAsking() {
        Lease lease = lease();
        now.set(20 * SECOND);
        consumer.answersAfter = 15 * SECOND;

        assertThat(lock.renew(RECORD, lease)).isTrue();

        assertThat(calls).containsExactly("RENEW 7", "commit within PT30S");
        now.set(46 * SECOND);
        assertThat(lease.held()).isTrue();
        now.set(47 * SECOND);
        assertThat(lease.held()).isFalse();
    }

    @Test
    void endsTheLeaseWhenTheBrokerRefusesARenewal() {
        Lease lease = lease();
        consumer.refusal = Optional.of(new InvalidRecordStateException("not yours"));

        assertThat(lock.renew(RECORD, lease)).isFalse();
        assertThat(lease.held()).isFalse();
    }

    @Test
    void endsTheLeaseWhenTheBrokerDoesNotAnswer() {
        Lease lease = lease();
        consumer.thrown = Optional.of(new TimeoutException("no broker"));

        assertThat(lock.renew(RECORD, lease)).isFalse();
        assertThat(lease.held()).isFalse();
    }

    @Test
    void endsTheLeaseBeforeItGivesTheRecordBack() {
        Lease lease = lease();
        consumer.whenAcknowledged = () -> assertThat(lease.held()).isFalse();

        assertThat(lock.settle(RECORD, JobEnd.RELEASED, lease)).isTrue();
        assertThat(calls).containsExactly("RELEASE 7", "commit within PT30S");
    }

    @Test
    void acceptsWhatIsStatedAndReleasesWhatIsNot() {
        for (JobEnd end : JobEnd.values()) {
            lock.settle(RECORD, end, lease());
        }

        List<String> sent = calls.stream().filter(c -> !c.startsWith("commit")).toList();
        for (JobEnd end : JobEnd.values()) {
            boolean unstated = end == JobEnd.RELEASED || end == JobEnd.DROPPED;
            assertThat(sent.get(end.ordinal())).as("%s", end).isEqualTo(unstated ? "RELEASE 7" : "ACCEPT 7");
        }
    }

    @Test
    void aRecordIsTheSlotsOnlyWhenTheBrokerSaysSo() {
        now.set(5 * SECOND);
        assertThat(lock.confirm(RECORD)).hasValueSatisfying(lease -> {
            now.set(31 * SECOND);
            assertThat(lease.held()).isTrue();
            now.set(32 * SECOND);
            assertThat(lease.held()).isFalse();
        });
        assertThat(calls).containsExactly("RENEW 7", "commit within PT30S");

        consumer.refusal = Optional.of(new InvalidRecordStateException("somebody else's"));
        assertThat(lock.confirm(RECORD)).isEmpty();
    }

    private Lease lease() {
        Lease lease = new Lease(now::get);
        lease.extend(now.get(), Duration.ofSeconds(30));
        return lease;
    }

    private final class Consumer extends MockShareConsumer<byte[], byte[]> {
        private Optional<Integer> lockMs = Optional.of(30_000);
        private Optional<KafkaException> refusal = Optional.empty();
        private Optional<KafkaException> thrown = Optional.empty();
        private Runnable whenAcknowledged = () -> {};
        private long answersAfter;

        @Override
        public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
            whenAcknowledged.run();
            calls.add(type.name() + " " + record.offset());
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
            calls.add("commit within " + timeout);
            now.addAndGet(answersAfter);
            thrown.ifPresent(e -> {
                throw e;
            });
            return Map.of(new TopicIdPartition(Uuid.ONE_UUID, 0, "films"), refusal);
        }

        @Override
        public Optional<Integer> acquisitionLockTimeoutMs() {
            return lockMs;
        }
    }
}
