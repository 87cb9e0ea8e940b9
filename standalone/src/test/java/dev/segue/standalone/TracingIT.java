package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.VideoProgress;
import dev.segue.stage.KafkaSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a film's way through the stages looks like in a tool that draws traces. */
class TracingIT {
    /** Begun by whoever sends the film. */
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path folder;

    @Test
    void aFilmIsOneTraceWithEveryStageAndUnitInIt() throws Exception {
        Path film = Tool.film(folder.resolve("film.mp4"), "320x180", 2);
        Pipeline pipeline = Pipeline.shared();

        String videoId = upload(pipeline, film);
        VideoProgress end = pipeline.laptop().awaitEnd(videoId);

        List<SpanReceiver.Span> of = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            of.clear();
            pipeline.spans().stream()
                    .filter(s -> s.get("segue.video").equals(videoId))
                    .forEach(of::add);
            // The stage that makes the video visible ends its span a moment after the event is heard.
            assertThat(of)
                    .anyMatch(s -> s.name().equals("publisher rendition-complete")
                            && s.get("segue.outcome").equals("emitted"));
            assertThat(of.stream().filter(s -> s.name().equals("encoder segments-ready")))
                    .hasSize(end.units());
        });
        assertThat(of).extracting(SpanReceiver.Span::trace).containsOnly(TRACE);
        assertThat(of)
                .extracting(SpanReceiver.Span::name)
                .contains(
                        "ingest upload-complete",
                        "scanner upload-complete",
                        "prober scanned",
                        "splitter probed",
                        "dispatcher held",
                        "encoder segments-ready",
                        "assembler rendition-complete",
                        "publisher rendition-complete");
        assertThat(of).allMatch(s -> s.get("segue.generation").equals("1"));
        assertThat(of)
                .filteredOn(s -> s.name().equals("encoder segments-ready"))
                .allMatch(s -> s.get("segue.attempt").equals("1")
                        && s.get("segue.outcome").equals("emitted"))
                .extracting(s -> s.get("segue.unit"))
                .doesNotHaveDuplicates()
                .contains("video-h264/0", "a1/0");
        eachHasItsCauseAsParent(of);
        ffmpegRunsBelongToUnits(pipeline, of);
        everyRecordCarriesIt(pipeline, videoId);
    }

    private static String upload(Pipeline pipeline, Path film) throws Exception {
        URI door = pipeline.laptop().address().resolve("/api/v1/uploads?profile=tiny");
        HttpRequest request = HttpRequest.newBuilder(door)
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofFile(film))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return EventCodec.json().readTree(answer).path("videoId").textValue();
    }

    private static void eachHasItsCauseAsParent(List<SpanReceiver.Span> of) {
        Map<String, SpanReceiver.Span> byId =
                of.stream().collect(Collectors.toMap(SpanReceiver.Span::id, s -> s, (a, b) -> a));
        Map<String, String> causes = new HashMap<>(Map.of(
                "scanner upload-complete", "ingest upload-complete",
                "prober scanned", "scanner upload-complete",
                "splitter probed", "prober scanned",
                "dispatcher held", "splitter probed",
                "encoder segments-ready", "dispatcher held",
                "assembler rendition-complete", "encoder segments-ready",
                "publisher rendition-complete", "assembler rendition-complete"));
        for (SpanReceiver.Span span : of) {
            String cause = causes.get(span.name());
            if (cause != null) {
                SpanReceiver.Span parent = byId.get(span.parent());
                assertThat(parent).as("parent of %s", span).isNotNull();
                assertThat(parent.name()).as("parent of %s", span).isEqualTo(cause);
            }
        }
    }

    private static void ffmpegRunsBelongToUnits(Pipeline pipeline, List<SpanReceiver.Span> of) {
        Set<String> units = of.stream()
                .filter(s -> s.name().equals("encoder segments-ready"))
                .map(SpanReceiver.Span::id)
                .collect(Collectors.toSet());
        List<SpanReceiver.Span> runs = pipeline.spans().stream()
                .filter(s -> s.name().equals("ffmpeg") && units.contains(s.parent()))
                .toList();
        assertThat(runs).extracting(SpanReceiver.Span::parent).containsAll(units);
        assertThat(runs).allMatch(r -> !r.get("segue.cpu_ms").isEmpty() && !r.error());
    }

    /** Looked for in Kafka itself: whoever reads a topic, in whatever language, finds the trace there. */
    private static void everyRecordCarriesIt(Pipeline pipeline, String videoId) {
        String kafka = pipeline.laptop().context().getBean(KafkaSettings.class).bootstrapServers();
        Set<String> seen = new TreeSet<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = TopicCatalogue.builtIn().topics().stream()
                    .flatMap(t -> consumer.partitionsFor(t.name()).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (videoId.equals(text(record, Envelope.SUBJECT))) {
                        assertThat(text(record, Envelope.TRACEPARENT))
                                .as("a record on %s", record.topic())
                                .startsWith("00-" + TRACE + "-");
                        seen.add(record.topic());
                    }
                }
            }
        }
        assertThat(seen)
                .contains(
                        "upload-complete",
                        "scanned",
                        "probed",
                        "segments-ready",
                        "encode-queue",
                        "segment-encoded",
                        "rendition-complete",
                        "published");
    }

    private static String text(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
