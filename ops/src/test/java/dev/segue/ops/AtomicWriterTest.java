package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the producer that Kafka itself offers for tests, as no broker fails at just this moment. */
class AtomicWriterTest {
    private final MockProducer<byte[], byte @Nullable []> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicWriter writer =
            new AtomicWriter(kafka, fenced -> new IllegalStateException("another one has begun", fenced));

    @BeforeEach
    void open() {
        kafka.initTransactions();
    }

    @Test
    void commitsWhatWasSentTogether() throws Exception {
        long offset = writer.write(to -> {
            to.send(record("first")).get();
            return to.send(record("second")).get().offset();
        });

        assertThat(offset).isEqualTo(1);
        assertThat(kafka.history()).hasSize(2);
    }

    @Test
    void saysThatKafkaDidNotAnswerWhereACommitTimedOutAndCannotBeRolledBackEither() {
        kafka.commitTransactionException = new TimeoutException("no answer within 15 s");
        // As the real one says then: the commit "timed out and must be retried".
        kafka.abortTransactionException = new IllegalStateException("cannot attempt to abort");

        assertThatThrownBy(this::write)
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessage("Kafka did not say whether it took it: no answer within 15 s");
    }

    @Test
    void rollsBackWhatKafkaDoesNotTakeWhole() {
        assertThatThrownBy(() -> writer.write(to -> {
                    to.send(record("first")).get();
                    throw new RecordTooLargeException("too large");
                }))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("too large");

        assertThat(kafka.transactionAborted()).isTrue();
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void givesWayToWhoeverOpenedAfterIt() {
        kafka.commitTransactionException = new ProducerFencedException("a newer epoch");

        assertThatThrownBy(this::write)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("another one has begun");
    }

    private void write() throws InterruptedException {
        writer.write(to -> to.send(record("first")).get());
    }

    private static ProducerRecord<byte[], byte @Nullable []> record(String text) {
        return new ProducerRecord<>("topic", text.getBytes(StandardCharsets.UTF_8));
    }
}
