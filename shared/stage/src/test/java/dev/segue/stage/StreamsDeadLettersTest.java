package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.MalformedEventException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamsDeadLettersTest {
    private static final Record<String, String> RECORD = new Record<>("v1", "bad", 0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Object> settings = Map.of(
            StreamsDeadLetters.KIT,
            new StreamsDeadLetters.Kit(
                    new DeadLetterRecords("assembler", "segue-assembler", "host-1"),
                    new DeadLetterMeter(meters, "assembler")));

    @Test
    void keepsAndCountsWhatAProcessorThrewUnderItsCode() {
        ProcessingExceptionHandler.Response response =
                ofProcessing().handleError(new Context("segment-encoded"), RECORD, new Gap());

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.RESUME);
        ProducerRecord<byte[], byte[]> letter =
                response.deadLetterQueueRecords().getFirst();
        assertThat(letter.topic()).isEqualTo("segment-encoded.dlq");
        assertThat(letter.key()).isEqualTo(bytes("v1"));
        assertThat(letter.value()).isEqualTo(bytes("raw"));
        assertThat(letter.headers().headers("ce_id")).containsExactly(new RecordHeader("ce_id", bytes("id")));
        assertThat(text(letter, "dlq-error-code")).isEqualTo("gap");
        assertThat(text(letter, "dlq-error-kind")).isEqualTo("permanent");
        assertThat(text(letter, "dlq-stage")).isEqualTo("assembler");
        assertThat(text(letter, "dlq-origin-partition")).isEqualTo("3");
        assertThat(text(letter, "dlq-origin-offset")).isEqualTo("42");
        assertThat(counted("gap")).isEqualTo(1);
    }

    @Test
    void callsBytesMalformedThatAProcessorCouldNotRead() {
        ofProcessing()
                .handleError(
                        new Context("segment-encoded"),
                        RECORD,
                        new IllegalArgumentException("not JSON", new MalformedEventException("not JSON")));

        assertThat(counted("malformed-event")).isEqualTo(1);
    }

    @Test
    void callsItADefectWhereNobodyGaveACode() {
        ofProcessing().handleError(new Context("segment-encoded"), RECORD, new IllegalStateException("index 7 of 6"));

        assertThat(counted("defect")).isEqualTo(1);
    }

    @Test
    void doesNotPassOverTheFaultOfATimer() {
        ProcessingExceptionHandler.Response response =
                ofProcessing().handleError(new Context(null), RECORD, new IllegalStateException("no record"));

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
        assertThat(meters.find("segue.stage.dead.letters").counter()).isNull();
    }

    @Test
    void keepsAndCountsWhatASerdeCouldNotRead() {
        StreamsDeadLetters.OfReading handler = new StreamsDeadLetters.OfReading();
        handler.configure(settings);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("segments-ready", 1, 7, bytes("v1"), bytes("raw"));

        DeserializationExceptionHandler.Response response =
                handler.handleError(new Context("segments-ready"), record, new IllegalStateException("no text"));

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        ProducerRecord<byte[], byte[]> letter =
                response.deadLetterQueueRecords().getFirst();
        assertThat(letter.topic()).isEqualTo("segments-ready.dlq");
        assertThat(letter.value()).isEqualTo(bytes("raw"));
        assertThat(counted("malformed-event")).isEqualTo(1);
    }

    @Test
    void doesNotStartWithoutWhatItNeeds() {
        assertThatThrownBy(() -> new StreamsDeadLetters.OfProcessing().configure(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segue.dead-letters");
    }

    private StreamsDeadLetters.OfProcessing ofProcessing() {
        StreamsDeadLetters.OfProcessing handler = new StreamsDeadLetters.OfProcessing();
        handler.configure(settings);
        return handler;
    }

    private double counted(String code) {
        return meters.get("segue.stage.dead.letters")
                .tags("stage", "assembler", "code", code)
                .counter()
                .count();
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static final class Gap extends RuntimeException implements CodedFailure {
        @Override
        public String code() {
            return "gap";
        }

        @Override
        public boolean passing() {
            return false;
        }
    }

    /** Where Kafka Streams was; without a topic it was in a timer. */
    private record Context(@Nullable String topic) implements ErrorHandlerContext {
        @Override
        public int partition() {
            return 3;
        }

        @Override
        public long offset() {
            return 42;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders().add("ce_id", bytes("id"));
        }

        @Override
        public String processorNodeId() {
            return "count";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 3);
        }

        @Override
        public long timestamp() {
            return 1_700_000_000_000L;
        }

        @Override
        public byte[] sourceRawKey() {
            return bytes("v1");
        }

        @Override
        public byte[] sourceRawValue() {
            return bytes("raw");
        }
    }
}
