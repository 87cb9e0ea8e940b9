package dev.segue.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Priority;
import dev.segue.contract.UploadComplete;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.storage.ObjectStore;
import dev.segue.testkit.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real door on a real HTTP server and a real store. */
final class UploadIT {
    private static final int MIB = 1 << 20;
    private static final int LIMIT = 64 * MIB;

    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static EmbeddedKafka kafka;
    private static Topics topics;
    private static EmbeddedServer door;
    private static ObjectStore store;
    private static final HttpClient http = HttpClient.newHttpClient();

    private final String videoId = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        s3 = EmbeddedS3.start(folder.resolve("s3"), 0);
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        topics = new Topics(kafka.bootstrapServers());
        topics.create("upload-complete");
        door = door(s3.endpoint());
        store = door.getApplicationContext().getBean(ObjectStore.class);
        store.ensureBucket("quarantine");
        store.ensureBucket("originals");
    }

    @AfterAll
    static void stop() {
        door.getApplicationContext().close();
        kafka.close();
        s3.close();
    }

    private static EmbeddedServer door(URI endpoint) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of(
                        "micronaut.server.port",
                        "-1",
                        "segue.stage.ingest.enabled",
                        "true",
                        "segue.ingest.max-upload-bytes",
                        LIMIT,
                        "segue.kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "segue.s3.endpoint",
                        endpoint.toString(),
                        "segue.s3.access-key",
                        s3.accessKey(),
                        "segue.s3.secret-key",
                        s3.secretKey()))
                .start()
                .getBean(EmbeddedServer.class)
                .start();
    }

    @Test
    void takesAFilmAndSaysUploadComplete() throws Exception {
        byte[] film = bytes(20 * MIB + 1);

        HttpResponse<String> answer = post(
                "?videoId=" + videoId + "&name=My%20film.mov&profile=p1&priority=High&owner=news",
                BodyPublishers.ofByteArray(film),
                "video/quicktime");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer))
                .isEqualTo(EventCodec.json()
                        .readTree("{\"videoId\":\"" + videoId
                                + "\",\"generation\":1,\"status\":\"accepted\",\"sizeBytes\":" + film.length
                                + ",\"sha256\":\"" + sha256(film) + "\"}"));
        UploadComplete event = stated().getFirst();
        assertThat(event.source().sha256()).isEqualTo(sha256(film));
        assertThat(event.source().sizeBytes()).isEqualTo(film.length);
        assertThat(event.job().name()).isEqualTo("My film.mov");
        assertThat(event.job().priority()).isEqualTo(Priority.HIGH);
        try (InputStream in = store.read(event.source().object())) {
            assertThat(sha256(in.readAllBytes())).isEqualTo(sha256(film));
        }
    }

    @Test
    void takesAnyContentTypeAndABodyOfUnknownLength() throws Exception {
        for (String type : new String[] {
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain"
        }) {
            HttpResponse<String> answer =
                    post("", BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes(70_000))), type);

            assertThat(answer.statusCode()).as(type + answer.body()).isEqualTo(202);
            assertThat(json(answer).get("sha256").textValue()).as(type).isEqualTo(sha256(bytes(70_000)));
        }
    }

    @Test
    void takesAnEmptyBody() throws Exception {
        HttpResponse<String> answer = post("?videoId=" + videoId, BodyPublishers.noBody(), "video/mp4");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(stated().getFirst().source().sizeBytes()).isZero();
    }

    @Test
    void theSameFilmAgainIsAcceptedAgainAndAnotherOneIsAConflict() throws Exception {
        String query = "?videoId=" + videoId;
        HttpResponse<String> first = post(query, BodyPublishers.ofByteArray(bytes(3 * MIB)), "video/mp4");
        HttpResponse<String> second = post(query, BodyPublishers.ofByteArray(bytes(3 * MIB)), "video/mp4");
        HttpResponse<String> other = post(query, BodyPublishers.ofByteArray(bytes(30 * MIB)), "video/mp4");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(stated()).hasSize(2);
        assertProblem(other, 409, "exists already with other bytes");
        assertThat(json(other).get("videoId").textValue()).isEqualTo(videoId);
    }

    @Test
    void refusesParametersWithASentence() throws Exception {
        assertProblem(post("?videoId=..%2Fx", BodyPublishers.ofString("film"), "video/mp4"), 400, "videoId must be");
        assertProblem(
                post("?priority=now", BodyPublishers.ofString("film"), "video/mp4"), 400, "priority must be one of");
        assertProblem(post("?profile=a%20b", BodyPublishers.ofString("film"), "video/mp4"), 400, "profile must be");
        assertProblem(post("?owner=a/b", BodyPublishers.ofString("film"), "video/mp4"), 400, "owner must be");
    }

    @Test
    void refusesAFilmOverTheLimitWhetherItsLengthIsKnownOrNot() throws Exception {
        BodyPublisher unknownLength = BodyPublishers.ofInputStream(() -> new Endless(LIMIT + 9 * MIB));

        assertProblem(post("?videoId=" + videoId, unknownLength, "video/mp4"), 413, "longer than");
        assertThat(announce(LIMIT + 1L)).startsWith("HTTP/1.1 413");
        assertThat(store.list("quarantine", videoId)).isEmpty();
        assertThat(stated()).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothingAndStatesNothing() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(UploadSource.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        for (String length : new String[] {"Content-Length: 40000000", "Transfer-Encoding: chunked"}) {
            log.list.clear();
            try (Socket socket = new Socket(door.getHost(), door.getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(request(length));
                if (length.startsWith("Transfer")) {
                    out.write((Integer.toHexString(30 * MIB) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(bytes(20 * MIB));
                out.flush();
            }

            await().untilAsserted(() -> assertThat(List.copyOf(log.list))
                    .extracting(ILoggingEvent::getMessage)
                    .containsExactly("upload broke off"));
            assertThat(store.list("quarantine", videoId)).isEmpty();
            assertThat(stated()).isEmpty();
        }
        logger.detachAppender(log);
    }

    @Test
    void withoutAStoreTheAnswerIs503() throws Exception {
        EmbeddedServer alone = door(URI.create("http://127.0.0.1:1"));
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(alone.getURI().resolve("/api/v1/uploads?videoId=" + videoId))
                            .POST(BodyPublishers.ofString("film"))
                            .build(),
                    BodyHandlers.ofString());

            assertProblem(answer, 503, "the object store");
        } finally {
            alone.getApplicationContext().close();
        }
    }

    private byte[] request(String length) {
        return ("POST /api/v1/uploads?videoId=" + videoId + " HTTP/1.1\r\nHost: door\r\nContent-Type: video/mp4\r\n"
                        + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Announces a length, sends nothing and returns the first line of the answer. */
    private String announce(long length) throws IOException {
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request("Content-Length: " + length));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    private List<UploadComplete> stated() throws Exception {
        EventCodec codec = new EventCodec(Clock.systemUTC());
        List<UploadComplete> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : topics.read("upload-complete")) {
            if (record.key().equals(videoId)) {
                assertThat(Topics.headers(record))
                        .containsEntry(Envelope.ID, videoId + "/1/upload-complete")
                        .containsEntry(Envelope.SOURCE, "/segue/ingest");
                events.add(codec.read(UploadComplete.class, Topics.headers(record), record.value()));
            }
        }
        return events;
    }

    private static HttpResponse<String> post(String query, BodyPublisher body, String type) throws Exception {
        return http.send(
                HttpRequest.newBuilder(door.getURI().resolve("/api/v1/uploads" + query))
                        .header("Content-Type", type)
                        .timeout(Duration.ofSeconds(30))
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(answer).get("status").intValue()).isEqualTo(status);
        assertThat(json(answer).get("detail").textValue()).contains(detail);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return EventCodec.json().readTree(answer.body());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** That many bytes, all 1. */
    private static final class Endless extends InputStream {
        private long left;

        Endless(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 1 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int n = (int) Math.min(left, length);
            left -= n;
            return n == 0 ? -1 : n;
        }
    }
}
