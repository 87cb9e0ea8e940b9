package dev.segue.stage;

import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.EventCodec;
import dev.segue.contract.Scanned;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaEventPublisherTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final EventCodec codec = new EventCodec(Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC));
    private final FakeSender sender = new FakeSender();
    private final KafkaEventPublisher publisher = new KafkaEventPublisher(sender, codec, Tracing.off());

    @Test
    void writesAnEventToItsTopicUnderItsVideoWithinTheTrace() throws Exception {
        Scanned event = scanned(upload("v1"));

        publisher.publish("scanner", List.of(event), TRACE);

        ProducerRecord<byte[], byte[]> record = sender.written.getFirst();
        assertThat(record.topic()).isEqualTo("scanned");
        assertThat(record.partition()).as("the partitioner chooses by key").isNull();
        assertThat(record.key()).isEqualTo(Bench.bytes("v1"));
        assertThat(headers(record))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "v1/1/scanned",
                        "ce_type", "segue.scanned.v1",
                        "ce_source", "/segue/scanner",
                        "ce_subject", "v1",
                        "ce_time", "2026-11-01T10:00:00Z",
                        "content-type", "application/json",
                        "traceparent", TRACE));
        assertThat(codec.read(Scanned.class, headers(record), record.value())).isEqualTo(event);
    }

    @Test
    void writesAllEventsOfAnOutcomeInTheirOrderAtOnce() throws Exception {
        publisher.publish("ingest", List.of(upload("v1"), upload("v2")), TRACE);

        assertThat(sender.written)
                .extracting(r -> new String(r.key(), StandardCharsets.UTF_8))
                .containsExactly("v1", "v2");
    }

    @Test
    void beginsATraceOfItsOwnWhereNoneIsCarriedOn() throws Exception {
        publisher.publish("ingest", List.of(upload("v1")));
        publisher.publish("ingest", List.of(upload("v2")));

        assertThat(sender.written)
                .extracting(r -> headers(r).get("traceparent"))
                .doesNotHaveDuplicates()
                .allMatch(trace -> trace.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void passesOnThatKafkaCannotBeReached() {
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));

        assertThatThrownBy(() -> publisher.publish("ingest", List.of(upload("v1")), TRACE))
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.code()).isEqualTo("kafka-unavailable"));
        assertThat(sender.written).isEmpty();
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> texts = new LinkedHashMap<>();
        record.headers().forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return texts;
    }
}
