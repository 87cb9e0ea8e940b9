package dev.segue.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class LetterReaderTest {
    private final LetterReader reader = new LetterReader();

    @Test
    void lettersOfOtherFrameworksTellWhereTheyCameFrom() {
        assertThat(read(Map.of(
                        "__connect.errors.topic", "films",
                        "__connect.errors.exception.class.name", "java.io.IOException",
                        "__connect.errors.exception.message", "no route")))
                .satisfies(l -> {
                    assertThat(l.origin()).isEqualTo("films");
                    assertThat(l.code()).isEqualTo("java.io.IOException");
                    assertThat(l.message()).isEqualTo("no route");
                });
        assertThat(read(Map.of("__streams.errors.topic", "probed", "__streams.errors.message", "bad"))
                        .origin())
                .isEqualTo("probed");
        assertThat(read(Map.of("__dlq.errors.topic", "scanned", "__dlq.errors.group", "g")))
                .satisfies(l -> {
                    assertThat(l.origin()).isEqualTo("scanned");
                    assertThat(l.group()).isEqualTo("g");
                });
        assertThat(read(Map.of("kafka_dlt-original-topic", "orders")).origin()).isEqualTo("orders");
    }

    @Test
    void aLetterWithoutAnyHeaderIsShownAllTheSame() {
        Letter letter = read(Map.of());

        assertThat(letter.origin()).isNull();
        assertThat(letter.code()).isEqualTo("unknown");
        assertThat(letter.videoId()).isEqualTo("film-1");
        assertThat(letter.message()).isEqualTo("no reason given");
    }

    @Test
    void whatGoesBackHasLostTheHeadersOfAllFrameworksDeaths() {
        ConsumerRecord<byte[], byte[]> record = record(Map.of(
                "ce_id", "7",
                "__connect.errors.topic", "films",
                "__streams.errors.topic", "films",
                "kafka_dlt-original-topic", "films",
                "dlq-error-code", "x",
                "dlq-replays", "2"));
        record.headers()
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(3).array());

        ProducerRecord<byte[], byte[]> back = LetterWriter.back(record, "films");

        assertThat(back.headers().toArray()).extracting(h -> h.key()).containsExactlyInAnyOrder("ce_id", "dlq-replays");
        assertThat(back.headers().lastHeader("dlq-replays").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("3");
        assertThat(back.key()).isEqualTo(record.key());
        assertThat(back.partition()).isNull();
    }

    private Letter read(Map<String, String> headers) {
        return reader.read(record(headers));
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("any.dlq", 0, 5, "film-1".getBytes(StandardCharsets.UTF_8), new byte[] {1});
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
