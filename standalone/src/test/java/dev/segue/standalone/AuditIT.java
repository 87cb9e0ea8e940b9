package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.ops.Topics;
import dev.segue.ops.audit.Audit;
import dev.segue.ops.audit.AuditReport;
import dev.segue.ops.audit.AuditScope;
import dev.segue.ops.audit.Finding;
import dev.segue.ops.audit.FindingCode;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each fault that is planted is found, nothing else is, and nothing is found of what the pipeline made. */
class AuditIT {
    private static final Buckets COPIES =
            new Buckets("audited-quarantine", "audited-originals", "audited-vod", "audited-work");
    private static final AuditScope AT_ONCE = new AuditScope(null, true, Duration.ZERO, Duration.ZERO);
    private static final Predicate<FilmCopies.Said> NOTHING = event -> false;

    @TempDir
    static Path folder;

    private static Pipeline pipeline;
    private static String film;
    private static EmbeddedKafka kafka;
    private static ObjectStore store;
    private static FilmCopies copies;

    @BeforeAll
    static void aFilmGoesThroughThePipeline() throws Exception {
        pipeline = Pipeline.shared();
        Path file = Tool.film(folder.resolve("film.mp4"), "320x180", 4);
        film = pipeline.transcode(file, "short-segments").published().videoId();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), Map.of());
        new Topics(settings, TopicCatalogue.builtIn()).apply();
        store = pipeline.laptop().context().getBean(ObjectStore.class);
        copies = new FilmCopies(
                film,
                pipeline.laptop().context().getBean(KafkaSettings.class),
                store,
                pipeline.laptop().context().getBean(Buckets.class),
                COPIES,
                kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        copies.close();
        kafka.close();
    }

    @Test
    void findsNothingInWhatThePipelineMade() throws Exception {
        StringWriter out = new StringWriter();
        CommandLine line = Segue.commandLine().setOut(new PrintWriter(out));
        Path data = Path.of(pipeline.laptop().context().getRequiredProperty("segue.scratch.dir", String.class))
                .getParent();

        int status = line.execute("audit", "--data", data.toString(), "--video", film, "--deep", "--json");

        JsonNode said = JsonMapper.builder().build().readTree(out.toString());
        assertThat(said.path("findings")).as(out.toString()).isEmpty();
        assertThat(said.path("summary").path("published").asInt()).isEqualTo(1);
        assertThat(said.path("summary").path("objects").asInt()).isEqualTo(3 * (4 + 1) + 1);
        assertThat(status).isZero();

        StringWriter swept = new StringWriter();
        line.setOut(new PrintWriter(swept));
        assertThat(line.execute("audit", "--data", data.toString(), "--video", film, "--sweep", "--yes", "--json"))
                .isZero();
        assertThat(swept).hasToString("{\"orphans\":0,\"removed\":0}" + System.lineSeparator());
    }

    @Test
    void findsEachPlantedFaultAndNothingElse() throws Exception {
        copies.add("whole", NOTHING);
        copies.add("missing-segment", NOTHING);
        store.delete(vod(ObjectKeys.segment("missing-segment", 1, "v180", 2)));
        copies.add("changed-byte", NOTHING);
        changeAByte(vod(ObjectKeys.segment("changed-byte", 1, "v96", 1)));
        copies.add("longer", NOTHING);
        store.put(vod(ObjectKeys.init("longer", 1, "a1")), new byte[5_000], "video/mp4");
        copies.add("published-twice", NOTHING);
        copies.again("published-twice", "published");
        copies.add("complete-twice", NOTHING);
        copies.again("complete-twice", "rendition-complete");
        copies.add("put-back", NOTHING);
        copies.again("put-back", "rendition-complete", Map.of(DeadLetterHeaders.REPLAYS, "1"));
        copies.add("handed-over", NOTHING);
        copies.again("handed-over", "rendition-complete", Map.of("segue-failed-host", "node-7"));
        copies.add(
                "lost-unit",
                event -> event.is("segment-encoded") && event.json().contains("\"track\":\"a1\""));
        copies.add(
                "lost-rendition",
                event -> event.is("rendition-complete") && event.json().contains("\"id\":\"v96\""));
        copies.add("lost-end", event -> event.is("published"));
        copies.add("left-over", NOTHING);
        store.put(vod("left-over/v1/v96/00099.m4s"), new byte[10], "video/iso.segment");
        store.put(vod("left-over/v0/v96/00001.m4s"), new byte[10], "video/iso.segment");
        store.put(vod("left-over/v2/v96/00001.m4s"), new byte[10], "video/iso.segment");
        store.put(new ObjectRef(COPIES.quarantine(), "nobody/g1/source"), new byte[10], "video/mp4");
        store.put(new ObjectRef(COPIES.work(), "stray"), new byte[10], "video/mp4");
        copies.add("counted-twice", NOTHING, AuditIT::withTheFirstSegmentTwice);
        copies.add("short-playlist", NOTHING);
        withoutItsLastSegment(vod("short-playlist/v1/v180/media.m3u8"));
        copies.flush();
        everyGroupHasReadEverything();

        List<Finding> findings = new ArrayList<>();
        Audit audit = audit(1_000);
        AuditReport report = audit.run(AT_ONCE, findings::add);

        assertThat(findings)
                .extracting(
                        Finding::code,
                        f -> f.subject().replace("s3://audited-", "").replace("ce_id ", ""))
                .containsExactlyInAnyOrder(
                        tuple(FindingCode.OBJECT_MISSING, "vod/missing-segment/v1/v180/00003.m4s"),
                        tuple(FindingCode.OBJECT_CHANGED, "vod/changed-byte/v1/v96/00002.m4s"),
                        tuple(FindingCode.OBJECT_SIZE, "vod/longer/v1/a1/init.mp4"),
                        tuple(FindingCode.PUBLISHED_TWICE, "published-twice/1/published"),
                        tuple(FindingCode.COMPLETE_TWICE, "complete-twice/1/rendition-complete/v96"),
                        tuple(FindingCode.COMPLETE_TWICE, "complete-twice/1/rendition-complete/v180"),
                        tuple(FindingCode.COMPLETE_TWICE, "complete-twice/1/rendition-complete/a1"),
                        tuple(FindingCode.EVENT_LOST, "lost-unit/1/segment-encoded/a1/0"),
                        tuple(FindingCode.EVENT_LOST, "lost-rendition/1/rendition-complete/v96"),
                        tuple(FindingCode.NO_END, "run 1 of lost-end"),
                        tuple(FindingCode.ORPHAN, "vod/left-over/v1/v96/00099.m4s"),
                        tuple(FindingCode.ORPHAN, "vod/left-over/v0/v96/00001.m4s"),
                        tuple(FindingCode.UNCLAIMED, "vod/left-over/v2/v96/00001.m4s"),
                        tuple(FindingCode.UNCLAIMED, "quarantine/nobody/g1/source"),
                        tuple(FindingCode.UNCLAIMED, "work/stray"),
                        tuple(FindingCode.COUNTED_TWICE, "counted-twice/1/rendition-complete/v96"),
                        tuple(FindingCode.MANIFEST_DIFFERS, "vod/short-playlist/v1/v180/media.m3u8"));
        assertThat(report.published()).isEqualTo(13);
        assertThat(report.lost()).isEqualTo(1);

        // What is young may belong to something that is only beginning.
        AuditScope patient = new AuditScope(null, false, Duration.ZERO, Duration.ofHours(1));
        assertThat(audit.run(patient, f -> {}).findings())
                .doesNotContainKeys(FindingCode.ORPHAN, FindingCode.UNCLAIMED);
        List<Finding> orphans =
                findings.stream().filter(f -> f.code() == FindingCode.ORPHAN).toList();
        assertThat(orphans).noneMatch(f -> audit.remove(f, patient)).allMatch(f -> audit.remove(f, AT_ONCE));
        AuditScope shallow = new AuditScope(null, false, Duration.ZERO, Duration.ZERO);
        List<Finding> later = new ArrayList<>();
        AuditReport fewAtATime = audit(3).run(shallow, later::add);
        assertThat(fewAtATime.published()).isEqualTo(13);
        // What only every byte tells, and the orphans, are no more; and each other finding came in its own pass.
        findings.removeIf(f -> f.code() == FindingCode.ORPHAN || f.code() == FindingCode.OBJECT_CHANGED);
        assertThat(later).containsExactlyInAnyOrderElementsOf(findings);
    }

    private static Audit audit(int filmsAtATime) {
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), Map.of());
        return new Audit(settings, TopicCatalogue.builtIn(), store, COPIES, Clock.systemUTC(), filmsAtATime);
    }

    private static ObjectRef vod(String key) {
        return new ObjectRef(COPIES.vod(), key);
    }

    private static void changeAByte(ObjectRef object) throws IOException {
        byte[] bytes = bytes(object);
        bytes[bytes.length / 2] ^= 1;
        store.put(object, bytes, "video/iso.segment");
    }

    private static byte[] bytes(ObjectRef object) throws IOException {
        try (InputStream in = store.read(object)) {
            return in.readAllBytes();
        }
    }

    private static void withoutItsLastSegment(ObjectRef playlist) throws IOException {
        String text = new String(bytes(playlist), StandardCharsets.UTF_8);
        String less = text.substring(0, text.lastIndexOf("#EXTINF")) + "#EXT-X-ENDLIST\n";
        store.put(playlist, less.getBytes(StandardCharsets.UTF_8), "application/vnd.apple.mpegurl");
    }

    /** Of the smallest picture; its published event is left as it is. */
    private static String withTheFirstSegmentTwice(FilmCopies.Said event) {
        if (!event.is("rendition-complete") || !event.json().contains("\"id\":\"v96\"")) {
            return event.json();
        }
        try {
            JsonMapper json = JsonMapper.builder().build();
            ObjectNode complete = (ObjectNode) json.readTree(event.json());
            ArrayNode segments = (ArrayNode) complete.get("segments");
            segments.set(1, segments.get(0));
            return json.writeValueAsString(complete);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** There are no stages here; with them, a film whose record is yet to be read would be running and not lost. */
    private static void everyGroupHasReadEverything() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (TopicCatalogue.Topic topic : TopicCatalogue.builtIn().topics()) {
                for (String reader : topic.readers().keySet()) {
                    for (int p = 0; p < topic.partitions(); p++) {
                        admin.alterConsumerGroupOffsets(
                                        "segue-" + reader,
                                        Map.of(new TopicPartition(topic.name(), p), new OffsetAndMetadata(1_000)))
                                .all()
                                .get();
                    }
                }
            }
        }
    }
}
