package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.storage.ObjectKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the data folder of {@code segue up} outlives its process, however that ends. */
class ResumeIT {
    private static final int SECONDS = 24;
    private static final int SLOTS = 2;

    @TempDir
    Path folder;

    /** An event as it lies in Kafka. */
    private record Said(String topic, Instant at, JsonNode event) {
        String unit() {
            return event.path("track").asText() + "/" + event.path("unit").asInt();
        }
    }

    @Test
    void anEncodeKilledHalfWayGoesOnWhereItWasAndItsVideoOutlivesARestart() throws Exception {
        Path data = folder.resolve("data");
        Path film = Tool.film(folder.resolve("film.mp4"), "640x360", SECONDS);
        String videoId;
        Instant killed;
        try (UpProcess up = start(data);
                UploadClient client = new UploadClient(up.address())) {
            videoId = ((Upload.Taken) client.upload(film, "slow")).videoId();
            Awaitility.await("some units done and some open")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> up.video(videoId).path("unitsDone").asInt() >= 3);
            up.kill();
            killed = Instant.now();
        }

        try (UpProcess up = start(data)) {
            System.out.println("ready " + up.untilReady().toMillis() + " ms after the start that followed a kill -9");
            Awaitility.await("the video is published")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> up.video(videoId).path("state").asText(), state -> !state.equals("running"));
            assertThat(up.video(videoId).path("state").asText()).isEqualTo("published");
            up.terminate();
        }
        assertThat(leftInScratch(data)).isEmpty();
        List<Said> events = said(data);
        List<Said> stated =
                events.stream().filter(e -> e.topic().equals("segment-encoded")).toList();
        List<String> before = stated.stream()
                .filter(s -> s.at().isBefore(killed))
                .map(Said::unit)
                .distinct()
                .toList();
        List<String> after = stated.stream()
                .filter(s -> s.at().isAfter(killed))
                .map(Said::unit)
                .toList();
        assertThat(before).as("stated before the kill").hasSizeGreaterThanOrEqualTo(3);
        assertThat(after).as("stated after the kill").isNotEmpty().doesNotHaveDuplicates();
        // A unit that was stated an instant before the kill may not have been accepted any more.
        assertThat(after.stream().filter(before::contains))
                .as("done before the kill and yet again")
                .hasSizeLessThanOrEqualTo(SLOTS);

        try (UpProcess up = start(data)) {
            JsonNode listed = up.get("/api/v1/videos").path("videos").path(0);
            assertThat(listed.path("videoId").asText()).isEqualTo(videoId);
            assertThat(listed.path("state").asText()).isEqualTo("published");
            everySegmentIsServedAsItWasStated(up, videoId, events);
            // Not the multivariant playlist: FFmpeg complains of the sound it then begins to read and does not want.
            URI picture = up.address().resolve(listed.path("hls").asText()).resolve("v360/media.m3u8");
            Decoded decoded = Decoded.picture(folder, picture.toString(), "0:v:0");
            assertThat(decoded.warnings()).isEmpty();
            assertThat(decoded.count()).isEqualTo(SECONDS * 25);
            assertThat(decoded.times()).isSorted().doesNotHaveDuplicates();
            assertThat(wouldBegin(data)).contains(videoId);
            up.terminate();
        }
    }

    /** Another command finds Kafka, the store and PostgreSQL through the data folder alone. */
    private static String wouldBegin(Path data) {
        StringWriter out = new StringWriter();
        int status = Segue.commandLine()
                .setOut(new PrintWriter(out))
                .execute("reprocess", "--data", data.toString(), "--where", "state=published");
        assertThat(status).isZero();
        return out.toString();
    }

    private static UpProcess start(Path data) throws IOException {
        return UpProcess.start(
                Files.createDirectories(data),
                Map.of("SEGUE_SPLITTER_CHUNK_SECONDS", "2"),
                "--slots",
                String.valueOf(SLOTS),
                "--profiles",
                Path.of("src/test/resources/profiles").toAbsolutePath().toString());
    }

    private static List<Path> leftInScratch(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("scratch"))) {
            return files.toList();
        }
    }

    /** What was said of units and renditions, read from the broker's own files. */
    private static List<Said> said(Path data) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        List<Said> said = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"), 0, Map.of());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of("segment-encoded", "rendition-complete")
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    said.add(new Said(
                            record.topic(), Instant.ofEpochMilli(record.timestamp()), json.readTree(record.value())));
                }
            }
        }
        return said;
    }

    /** Every segment that a rendition was said to have is served, byte for byte. */
    private static void everySegmentIsServedAsItWasStated(UpProcess up, String videoId, List<Said> events) {
        List<JsonNode> complete = events.stream()
                .filter(e -> e.topic().equals("rendition-complete"))
                .map(Said::event)
                .toList();
        assertThat(complete).hasSize(2);
        for (JsonNode event : complete) {
            String rendition = event.path("rendition").path("id").asText();
            assertThat(event.path("segments")).as(rendition).hasSize(SECONDS / 2);
            for (JsonNode segment : event.path("segments")) {
                String name =
                        ObjectKeys.segmentName(rendition, segment.path("number").asInt());
                assertThat(up.sha256("/vod/" + videoId + "/v1/" + name))
                        .as("what is served as %s", name)
                        .isEqualTo(segment.path("object").path("sha256").asText());
            }
        }
    }
}
