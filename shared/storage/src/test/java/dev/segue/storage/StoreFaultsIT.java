package dev.segue.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The table of faults of {@code docs/reference/failure-codes.md}, as far as it is about the store. */
class StoreFaultsIT {
    private static final ObjectRef OBJECT = new ObjectRef("vod", "v1/a.m4s");
    /** One that reads and one that writes; each takes the SDK some seconds of trying again. */
    private static final List<Consumer<ObjectStore>> CALLS =
            List.of(store -> store.read(OBJECT, 0, 10), store -> store.putIfAbsent(OBJECT, new byte[10], "video/mp4"));

    @Test
    void anErrorOfTheServerMayPass() throws Exception {
        try (HostileStore server = HostileStore.that(HostileStore.answers(500, "InternalError"))) {
            every(server.endpoint(), "500");
            assertThat(server.requests())
                    .as("the SDK itself tries again before we do")
                    .isGreaterThan(CALLS.size());
        }
    }

    @Test
    void aStoreThatAsksToSlowDownMayTakeItLater() throws Exception {
        try (HostileStore server = HostileStore.that(HostileStore.answers(503, "SlowDown"))) {
            unavailable(server.endpoint(), CALLS.getFirst(), "503");
        }
    }

    @Test
    void aBodyThatCameDamagedMayComeWholeTheNextTime() throws Exception {
        for (String code : List.of("IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch")) {
            try (HostileStore server = HostileStore.that(HostileStore.answers(400, code))) {
                unavailable(server.endpoint(), CALLS.getLast(), code);
            }
        }
    }

    @Test
    void credentialsAndClocksCanBePutRight() throws Exception {
        try (HostileStore server = HostileStore.that(HostileStore.answers(403, "RequestTimeTooSkewed"))) {
            unavailable(server.endpoint(), CALLS.getFirst(), "403");
        }
    }

    @Test
    void aStoreThatNeverAnswersIsGivenUpInTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HostileStore server = HostileStore.that(request -> never.await())) {
            long began = System.nanoTime();
            every(server.endpoint(), "");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aStoreThatSendsADropAtATimeIsGivenUpInTime() throws Exception {
        try (HostileStore server = HostileStore.that(request -> {
            request.sendResponseHeaders(200, 1_000_000);
            // Never silent for long, and never done.
            while (true) {
                request.getResponseBody().write('x');
                request.getResponseBody().flush();
                Thread.sleep(50);
            }
        })) {
            unavailable(server.endpoint(), store -> store.read(OBJECT, 0, 1_000_000), "");
        }
    }

    @Test
    void aConnectionThatIsResetMayBeMadeAgain() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket client = socket.accept();
                        int unused = client.getInputStream().read(new byte[100]);
                        // With nothing left to linger for, closing sends RST.
                        client.setSoLinger(true, 0);
                        client.close();
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });
            every(URI.create("http://127.0.0.1:" + socket.getLocalPort()), "cannot be reached");
        }
    }

    @Test
    void whatIsNotThereIsMissingAndNotAFaultOfTheStore() throws Exception {
        try (HostileStore server = HostileStore.that(HostileStore.answers(404, "NoSuchKey"));
                S3ObjectStore store = store(server.endpoint())) {
            assertThat(store.head(OBJECT)).isEmpty();
            assertThatThrownBy(() -> store.read(OBJECT, 0, 10)).isInstanceOf(ObjectMissingException.class);
            assertThat(server.requests()).as("nobody tries that again").isEqualTo(2);
        }
    }

    @Test
    void whatTheStoreDoesNotUnderstandIsADefect() throws Exception {
        try (HostileStore server = HostileStore.that(HostileStore.answers(400, "InvalidArgument"));
                S3ObjectStore store = store(server.endpoint())) {
            assertThatThrownBy(() -> store.read(OBJECT, 0, 10))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("400 InvalidArgument");
        }
    }

    @Test
    void aCompletionThatIsRefusedBecauseOfItselfIsKnownByItsMark() throws Exception {
        for (int refusal : List.of(412, 404)) {
            try (HostileStore server = HostileStore.that(completedBefore(refusal, mark -> mark));
                    S3ObjectStore store = store(server.endpoint())) {
                Stored stored = store.putStreamIfAbsent(OBJECT, parts(), "video/mp4", Long.MAX_VALUE);

                assertThat(stored.bytes()).isEqualTo(S3Writer.PART_BYTES + 1);
            }
        }
    }

    @Test
    void aCompletionThatIsRefusedBecauseOfAnotherWriterIsNot() throws Exception {
        try (HostileStore server = HostileStore.that(completedBefore(412, mark -> "another"));
                S3ObjectStore store = store(server.endpoint())) {
            assertThatThrownBy(() -> store.putStreamIfAbsent(OBJECT, parts(), "video/mp4", Long.MAX_VALUE))
                    .isInstanceOf(ObjectExistsException.class);
        }
        try (HostileStore server = HostileStore.that(completedBefore(404, mark -> "another"));
                S3ObjectStore store = store(server.endpoint())) {
            assertThatThrownBy(() -> store.putStreamIfAbsent(OBJECT, parts(), "video/mp4", Long.MAX_VALUE))
                    .isInstanceOf(ObjectMissingException.class);
        }
    }

    private static InputStream parts() {
        return new ByteArrayInputStream(new byte[S3Writer.PART_BYTES + 1]);
    }

    /** The answer to the completion was lost, and this is how a store answers the next: the object is there already. */
    private static HostileStore.Answer completedBefore(int refusal, UnaryOperator<String> mark) {
        AtomicReference<String> given = new AtomicReference<>("");
        return request -> {
            String query = String.valueOf(request.getRequestURI().getQuery());
            switch (request.getRequestMethod() + (query.startsWith("uploads") ? " uploads" : "")) {
                case "POST uploads" -> {
                    given.set(request.getRequestHeaders().getFirst("x-amz-meta-segue-write"));
                    byte[] begun =
                            "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                                    .getBytes(StandardCharsets.UTF_8);
                    request.sendResponseHeaders(200, begun.length);
                    request.getResponseBody().write(begun);
                }
                case "PUT" -> {
                    request.getResponseHeaders().add("ETag", "\"1\"");
                    request.sendResponseHeaders(200, -1);
                }
                case "HEAD" -> {
                    // As some servers write the names of headers.
                    request.getResponseHeaders().add("X-Amz-Meta-Segue-Write", mark.apply(given.get()));
                    request.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> request.sendResponseHeaders(204, -1);
                default ->
                    HostileStore.answers(refusal, refusal == 404 ? "NoSuchUpload" : "PreconditionFailed")
                            .to(request);
            }
        };
    }

    private static void every(URI endpoint, String words) {
        CALLS.forEach(call -> unavailable(endpoint, call, words));
    }

    private static void unavailable(URI endpoint, Consumer<ObjectStore> call, String words) {
        try (S3ObjectStore store = store(endpoint)) {
            assertThatThrownBy(() -> call.accept(store))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining(OBJECT.toString());
        }
    }

    private static S3ObjectStore store(URI endpoint) {
        StorageSettings settings = new StorageSettings(endpoint, "us-east-1", "key", "secret", true);
        S3Client client =
                S3Clients.client(settings, new S3Clients.Patience(Duration.ofMillis(150), Duration.ofMillis(250)));
        return new S3ObjectStore(
                client,
                S3Clients.presigner(settings),
                new S3Writer(client, S3ObjectStore.COPY_THRESHOLD, S3ObjectStore.COPY_PART_BYTES));
    }
}
