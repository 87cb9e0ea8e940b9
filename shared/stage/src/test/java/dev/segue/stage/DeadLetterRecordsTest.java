package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant LAST = Instant.parse("2026-11-01T10:00:07Z");

    private final DeadLetterRecords records = new DeadLetterRecords("prober", "segue-prober", "host-1");

    @Test
    void keepsTheRecordAndSaysWhatHappened() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("v1/1/scanned"));
        Origin origin = new Origin("scanned", 0, 42, 1_700_000_000_000L, bytes("v1"), bytes("{}"), headers);

        ProducerRecord<byte[], byte[]> letter =
                records.of(origin, Failure.workerLost(6), new DeadLetterRecords.History(3, 6, FIRST, LAST));

        assertThat(letter.topic()).isEqualTo("scanned.dlq");
        assertThat(letter.partition()).isNull();
        assertThat(letter.key()).isEqualTo(bytes("v1"));
        assertThat(letter.value()).isEqualTo(bytes("{}"));
        assertThat(texts(letter))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("ce_id", "v1/1/scanned"),
                        Map.entry("dlq-replays", "0"),
                        Map.entry("dlq-origin-topic", "scanned"),
                        Map.entry("dlq-origin-partition", "0"),
                        Map.entry("dlq-origin-offset", "42"),
                        Map.entry("dlq-origin-timestamp", "1700000000000"),
                        Map.entry("dlq-stage", "prober"),
                        Map.entry("dlq-group", "segue-prober"),
                        Map.entry("dlq-host", "host-1"),
                        Map.entry("dlq-attempts", "3"),
                        Map.entry("dlq-deliveries", "6"),
                        Map.entry("dlq-first-failed-at", "2026-11-01T10:00:00Z"),
                        Map.entry("dlq-failed-at", "2026-11-01T10:00:07Z"),
                        Map.entry("dlq-error-kind", "unknown"),
                        Map.entry("dlq-error-code", "worker-lost"),
                        Map.entry("dlq-error-class", ""),
                        Map.entry("dlq-error-message", "handed to 5 workers, none of which finished or gave a reason"),
                        Map.entry("dlq-error-stack", "")));
    }

    @Test
    void replacesWhatAnEarlierDeathLeftButCountsOnReplays() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("dlq-replays", bytes("2"));
        headers.add("dlq-error-code", bytes("store-unavailable"));
        Origin origin = new Origin("scanned", 0, 42, 0, null, null, headers);

        ProducerRecord<byte[], byte[]> letter = records.of(
                origin,
                Failure.defect(new IllegalStateException("no")),
                new DeadLetterRecords.History(1, 1, FIRST, LAST));

        assertThat(letter.headers().headers("dlq-error-code")).hasSize(1);
        assertThat(texts(letter)).containsEntry("dlq-replays", "2").containsEntry("dlq-error-code", "defect");
    }

    private static Map<String, String> texts(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> texts = new LinkedHashMap<>();
        record.headers().forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
