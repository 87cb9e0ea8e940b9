package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaRecordSenderTest {
    private static final List<ProducerRecord<byte[], byte[]>> RECORDS =
            List.of(new ProducerRecord<>("scanned", new byte[] {1}));

    @Test
    void returnsWhenAllIsWritten() throws Exception {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        try (KafkaRecordSender sender = new KafkaRecordSender(() -> producer)) {
            sender.send(RECORDS);
            assertThat(producer.history()).isEqualTo(RECORDS);
        }
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void aBrokerThatIsAwayMayComeBack() {
        for (KafkaException passing :
                List.of(new TimeoutException("no broker"), new NotEnoughReplicasException("1 of 2 in sync"))) {
            assertThatThrownBy(() -> failing(passing).send(RECORDS))
                    .isInstanceOfSatisfying(
                            TransientFailure.class, e -> assertThat(e.code()).isEqualTo(Dependency.KAFKA.code()));
        }
        KafkaRecordSender unresolved = new KafkaRecordSender(() -> {
            throw new KafkaException("cannot be made", new ConfigException("No resolvable bootstrap urls"));
        });
        assertThatThrownBy(() -> unresolved.send(RECORDS)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void whatKafkaWillNeverTakeIsADefect() {
        for (KafkaException lasting :
                List.of(new RecordTooLargeException("9 MiB"), new TopicAuthorizationException("scanned"))) {
            assertThatThrownBy(() -> failing(lasting).send(RECORDS)).isSameAs(lasting);
        }
    }

    private static KafkaRecordSender failing(KafkaException failure) {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producer.sendException = failure;
        return new KafkaRecordSender(() -> producer);
    }
}
