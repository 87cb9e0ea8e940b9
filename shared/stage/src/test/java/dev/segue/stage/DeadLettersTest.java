package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final DeadLetterRecords.History HISTORY = new DeadLetterRecords.History(3, 1, NOW, NOW);
    private static final Failure FAILURE = Failure.of(new IllegalStateException("no"));
    private static final BackOff SHORT = new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));

    private final DeadLetterRecords records = new DeadLetterRecords("prober", "segue-prober", "host-1");

    @Test
    void writesOnceWhatIsTaken() throws Exception {
        FakeSender sender = new FakeSender();

        new DeadLetters(sender, records, SHORT).write(origin(), FAILURE, HISTORY);

        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("scanned.dlq");
    }

    @Test
    void neverGivesUpWhateverKafkaSays() throws Exception {
        FakeSender sender = new FakeSender();
        for (int i = 0; i < 50; i++) {
            sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));
            // Somebody has to grant the right, and a dead letter must wait for that too.
            sender.failures.add(new TopicAuthorizationException("scanned.dlq"));
        }

        new DeadLetters(sender, records, SHORT).write(origin(), FAILURE, HISTORY);

        assertThat(sender.failures).isEmpty();
        assertThat(sender.written).hasSize(1);
    }

    @Test
    void isInterruptedWhileItWaitsForTheNextTry() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        RecordSender sender = letters -> {
            tries.incrementAndGet();
            tried.countDown();
            throw new TransientFailure("kafka-unavailable", "no leader");
        };
        BackOff hours = new BackOff(Duration.ofHours(1), Duration.ofHours(1), new Random(1));
        CompletableFuture<Throwable> end = new CompletableFuture<>();

        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                new DeadLetters(sender, records, hours).write(origin(), FAILURE, HISTORY);
                end.complete(null);
            } catch (InterruptedException e) {
                end.complete(e);
            }
        });
        tried.await();
        await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        writer.interrupt();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void isInterruptedWhileItWrites() {
        FakeSender sender = new FakeSender();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new DeadLetters(sender, records, SHORT).write(origin(), FAILURE, HISTORY))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(sender.written).isEmpty();
    }

    private static Origin origin() {
        return new Origin("scanned", 0, 42, 0, Bench.bytes("v1"), Bench.bytes("{}"), new RecordHeaders());
    }
}
