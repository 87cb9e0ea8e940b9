package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ProgramRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant LAST = Instant.parse("2026-11-01T10:00:07Z");

    private static final DeadLetterRecords.History HISTORY = new DeadLetterRecords.History(3, 6, FIRST, LAST);

    private final DeadLetterRecords records = new DeadLetterRecords("prober", "segue-prober", "host-1");

    @Test
    void keepsTheRecordAndSaysWhatHappened() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("v1/1/scanned"));
        Origin origin = new Origin("scanned", 0, 42, 1_700_000_000_000L, bytes("v1"), bytes("{}"), headers);

        ProducerRecord<byte[], byte[]> letter = records.of(origin, Failure.workerLost(6), HISTORY);

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
                origin, Failure.of(new IllegalStateException("no")), new DeadLetterRecords.History(1, 1, FIRST, LAST));

        assertThat(letter.headers().headers("dlq-error-code")).hasSize(1);
        assertThat(texts(letter)).containsEntry("dlq-replays", "2").containsEntry("dlq-error-code", "defect");
    }

    @Test
    void keepsHeadersThatAreRepeatedOrHaveNoValueAndBytesThatAreNoText() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("tag", bytes("a"));
        headers.add("nothing", null);
        headers.add("tag", bytes("b"));
        headers.add("raw", new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        headers.add("tag", bytes("a"));
        byte[] key = {(byte) 0xc3, 0};
        byte[] value = {0, (byte) 0xff};

        ProducerRecord<byte[], byte[]> letter =
                records.of(new Origin("scanned", 0, 42, 0, key, value, headers), Failure.workerLost(6), HISTORY);

        assertThat(Arrays.stream(letter.headers().toArray())
                        .filter(h -> !h.key().startsWith("dlq-")))
                .containsExactly(headers.toArray());
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
    }

    @Test
    void showsTheProgramThatFailed() {
        ProgramRun run = new ProgramRun("ffmpeg -i 'https://store/v1?***'", "Invalid data found");
        Failure failure = new Failure(Failure.Kind.TRANSIENT, "ffmpeg-failed", "", "", "", run);

        ProducerRecord<byte[], byte[]> letter = records.of(
                new Origin("scanned", 0, 42, 0, bytes("v1"), bytes("{}"), new RecordHeaders()), failure, HISTORY);

        assertThat(texts(letter))
                .containsEntry("dlq-ffmpeg-command", "ffmpeg -i 'https://store/v1?***'")
                .containsEntry("dlq-ffmpeg-log", "Invalid data found");
    }

    @Test
    void leavesWhatIsTooLargeToBeWrittenWhereItIsAndSaysWhere() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("v1/1/scanned"));
        byte[] unpacked = new byte[KafkaClients.LARGEST_REQUEST];

        ProducerRecord<byte[], byte[]> letter = records.of(
                new Origin("scanned", 2, 42, 0, bytes("v1"), unpacked, headers), Failure.workerLost(6), HISTORY);

        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(bytes("v1"));
        assertThat(texts(letter))
                .containsEntry("dlq-omitted-bytes", String.valueOf(unpacked.length + 2 + 5 * 3 + 12 + 10))
                .containsEntry("dlq-origin-partition", "2")
                .containsEntry("dlq-origin-offset", "42")
                .doesNotContainKey("ce_id");
    }

    @Test
    void isSmallEnoughForTheClientHoweverMuchIsSaidAboutTheLargestRecord() {
        String much = "\u00e9".repeat(200_000);
        Failure failure = new Failure(
                Failure.Kind.TRANSIENT, "ffmpeg-failed", "E".repeat(500), much, much, new ProgramRun(much, much));
        byte[] largest = new byte[(int) DeadLetterRecords.LARGEST];

        ProducerRecord<byte[], byte[]> letter = records.of(
                new Origin("t".repeat(249), 0, Long.MAX_VALUE, 0, null, largest, new RecordHeaders()),
                failure,
                HISTORY);

        assertThat(letter.value()).isSameAs(largest);
        Origin written = new Origin(letter.topic(), 0, 0, 0, letter.key(), letter.value(), letter.headers());
        assertThat(written.size()).isLessThan(KafkaClients.LARGEST_REQUEST - 100 * 1024);
    }

    @Test
    void everyHeaderIsExplainedInTheReference() throws Exception {
        Failure failure = new Failure(Failure.Kind.TRANSIENT, "", "", "", "", new ProgramRun("", ""));
        Origin small = new Origin("scanned", 0, 42, 0, null, null, new RecordHeaders());
        Origin large =
                new Origin("scanned", 0, 42, 0, null, new byte[KafkaClients.LARGEST_REQUEST], new RecordHeaders());
        Set<String> written =
                new TreeSet<>(texts(records.of(small, failure, HISTORY)).keySet());
        written.addAll(texts(records.of(large, failure, HISTORY)).keySet());

        String page = Files.readString(Path.of("../../docs/reference/dead-letters.md"));

        assertThat(Pattern.compile("^\\| `(dlq-[a-z-]+)`", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(written);
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
