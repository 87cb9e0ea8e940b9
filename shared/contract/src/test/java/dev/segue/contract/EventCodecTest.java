package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventCodecTest {
    private static final String TYPE = "segue.upload-complete.v1";
    private static final Map<String, String> HEADERS = Map.of(Envelope.TYPE, TYPE);
    private static final UploadComplete UPLOAD = (UploadComplete) Samples.all().get("upload-complete");

    private final EventCodec codec = new EventCodec(Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void writesCloudEventsInBinaryModeInAFixedOrder() {
        Envelope envelope =
                codec.write(UPLOAD, "/segue/ingest", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(envelope.headers())
                .containsExactly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", Samples.VIDEO + "/1/upload-complete"),
                        Map.entry("ce_type", TYPE),
                        Map.entry("ce_source", "/segue/ingest"),
                        Map.entry("ce_subject", Samples.VIDEO),
                        Map.entry("ce_time", "2026-11-01T12:00:00Z"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        assertThat(codec.write(UPLOAD, "/segue/ingest", null).headers()).doesNotContainKey("traceparent");
    }

    @Test
    void ignoresFieldsItDoesNotKnow() throws Exception {
        byte[] json = edited(tree -> {
            tree.put("new", "field");
            ((ObjectNode) tree.get("source")).put("etag", "abc");
        });

        assertThat(codec.read(UploadComplete.class, HEADERS, json)).isEqualTo(UPLOAD);
        assertThat(codec.readAtTheDoor(UploadComplete.class, null, HEADERS, json))
                .isEqualTo(UPLOAD);
    }

    @Test
    void readsStrictlyOnlyTheKindAskedFor() {
        byte[] json = edited(tree -> {});

        assertThatThrownBy(() -> codec.read(Scanned.class, HEADERS, json))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("expected ce_type segue.scanned.v1 but it is " + TYPE);
        assertThatThrownBy(() -> codec.read(UploadComplete.class, Map.of(), json))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("expected ce_type " + TYPE + " but it is null");
        assertThatThrownBy(() -> codec.readAny(Map.of(Envelope.TYPE, "segue.upload-complete.v2"), json))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("unknown ce_type: segue.upload-complete.v2");
    }

    @Test
    void strictReadingNeedsWhatTheDoorFillsIn() {
        byte[] json = edited(tree -> tree.remove("job"));

        assertThatThrownBy(() -> codec.read(UploadComplete.class, HEADERS, json))
                .hasMessage("not a valid upload-complete event: job is missing");
    }

    @Test
    void doorTakesStructuredMode() throws Exception {
        ObjectNode cloudEvent = EventCodec.json().createObjectNode();
        cloudEvent.put("specversion", "1.0").put("id", "1").put("type", TYPE).put("source", "/cms");
        cloudEvent.put("subject", Samples.VIDEO);
        ObjectNode data = tree();
        data.remove("videoId");
        cloudEvent.set("data", data);
        Map<String, String> headers = Map.of("content-type", "application/cloudevents+json; charset=UTF-8");

        assertThat(door("other", headers, cloudEvent)).isEqualTo(UPLOAD);

        cloudEvent.remove("data");
        assertThatThrownBy(() -> door("other", headers, cloudEvent))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("a structured CloudEvent must carry its data as a JSON object");
    }

    @Test
    void doorTakesPlainJsonThatNamesItsType() throws Exception {
        assertThat(door(null, Map.of(), tree().put("type", TYPE))).isEqualTo(UPLOAD);

        assertThatThrownBy(() -> door(null, Map.of(), tree()))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("expected an event of type " + TYPE
                        + " but it is null; name the type in the header ce_type or in the field \"type\"");
    }

    @Test
    void doorFillsInWhatHasADefault() throws Exception {
        ObjectNode tree = tree();
        tree.remove(List.of("videoId", "generation", "job"));

        UploadComplete event = door("film-7", HEADERS, tree);

        assertThat(event.videoId()).isEqualTo("film-7");
        assertThat(event.generation()).isEqualTo(1);
        assertThat(event.job()).isEqualTo(new Job("", "standard", Priority.NORMAL, "default"));
    }

    @Test
    void doorPrefersTheSubjectToTheKey() throws Exception {
        ObjectNode tree = tree();
        tree.remove("videoId");

        assertThat(door("key", Map.of(Envelope.TYPE, TYPE, Envelope.SUBJECT, "subject"), tree)
                        .videoId())
                .isEqualTo("subject");
        assertThatThrownBy(() -> door(null, HEADERS, tree))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("videoId is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                    | expected a JSON object
                    no json                               | not JSON
                    [1]                                   | expected a JSON object
                    {"videoId":"v1"} {}                   | not JSON
                    {"videoId":"v1"}                      | not a valid upload-complete event: source is missing
                    {"videoId":"../v1"}                   | not a valid upload-complete event: videoId must be 1 to 64 letters, digits, '-' or '_', beginning with a letter or digit
                    {"videoId":"v1","generation":0}       | not a valid upload-complete event: generation must be at least 1 but is 0
                    {"videoId":"v1","generation":1.5}     | not a valid upload-complete event: generation: must be a whole number
                    {"videoId":"v1","generation":"one"}   | not a valid upload-complete event: generation: must be a whole number
                    {"videoId":["v1"]}                    | not a valid upload-complete event: videoId: must be a text
                    {"job":"rush"}                        | not a valid upload-complete event: job: must be a JSON object
                    {"job":{"priority":"soon"}}           | not a valid upload-complete event: job.priority: must be one of urgent, high, normal, low
                    {"job":{"priority":2}}                | not a valid upload-complete event: job.priority: must be one of urgent, high, normal, low
                    {"job":{"owner":"a b"}}               | not a valid upload-complete event: job: owner must be 1 to 64 letters, digits, '-' or '_', beginning with a letter or digit
                    {"source":{"sizeBytes":1}}            | not a valid upload-complete event: source: object is missing
                    {"source":{"object":{"bucket":"q"}}}  | not a valid upload-complete event: source.object: key is missing
                    {"source":{"object":{"bucket":"q","key":"k"}}} | not a valid upload-complete event: source.sizeBytes: must be a whole number
                    {"source":{"object":{"bucket":"q","key":"k"},"sizeBytes":1,"sha256":"ABC"}} | not a valid upload-complete event: source: sha256 must be 64 lower-case hexadecimal digits
                    """)
    void malformedEventsGiveASentence(String json, String sentence) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> codec.readAtTheDoor(UploadComplete.class, "key", HEADERS, value))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage(sentence);
    }

    @Test
    void recordWithoutValueGivesASentence() {
        assertThatThrownBy(() -> codec.read(UploadComplete.class, HEADERS, null))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("expected a JSON object but the record has no value");
    }

    @Test
    void everyFieldThatIsNotOptionalIsMissedBySentence() throws Exception {
        TreeSet<String> optional = new TreeSet<>();
        for (Map.Entry<String, Event> sample : Samples.all().entrySet()) {
            ObjectNode whole = EventCodec.json().valueToTree(sample.getValue());
            List<List<Object>> paths = new ArrayList<>();
            collect(whole, List.of(), paths);
            Map<String, String> headers =
                    Map.of(Envelope.TYPE, EventType.of(sample.getValue()).ceType());
            for (List<Object> path : paths) {
                byte[] json = EventCodec.json().writeValueAsBytes(without(whole.deepCopy(), path));
                String field = (String) path.getLast();
                try {
                    codec.readAny(headers, json);
                    optional.add(field);
                } catch (MalformedEventException e) {
                    assertThat(e.getMessage())
                            .as("%s without %s", sample.getKey(), path)
                            .contains(field)
                            .doesNotContain("java", "dev.segue", "jackson", "null", "Cannot");
                }
            }
        }
        assertThat(optional)
                .containsExactly(
                        "channelLayout",
                        "codecProfile",
                        "colorMatrix",
                        "colorPrimaries",
                        "container", // of the free facts of a rejection
                        "floorMillionths",
                        "frameRate",
                        "language",
                        "loudness",
                        "name",
                        "owner",
                        "perTitle",
                        "predicted",
                        "priority",
                        "profile",
                        "quality",
                        "seek",
                        "sha256",
                        "streams", // of the free facts of a rejection
                        "title",
                        "video"); // a plan may have sound only
    }

    private static void collect(JsonNode node, List<Object> path, List<List<Object>> into) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                List<Object> at = append(path, name);
                into.add(at);
                collect(object.get(name), at, into);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                collect(array.get(i), append(path, i), into);
            }
        }
    }

    private static List<Object> append(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static ObjectNode without(ObjectNode whole, List<Object> path) {
        JsonNode at = whole;
        for (Object step : path.subList(0, path.size() - 1)) {
            at = step instanceof Integer i ? at.get(i) : at.get((String) step);
        }
        ((ObjectNode) at).remove((String) path.getLast());
        return whole;
    }

    private UploadComplete door(String key, Map<String, String> headers, JsonNode body) throws Exception {
        return codec.readAtTheDoor(
                UploadComplete.class, key, headers, EventCodec.json().writeValueAsBytes(body));
    }

    private static ObjectNode tree() {
        return EventCodec.json().valueToTree(UPLOAD);
    }

    private static byte[] edited(Consumer<ObjectNode> edit) {
        ObjectNode tree = tree();
        edit.accept(tree);
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }
}
