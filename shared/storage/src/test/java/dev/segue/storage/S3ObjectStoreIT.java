package dev.segue.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.ObjectRef;
import dev.segue.embedded.EmbeddedS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

final class S3ObjectStoreIT extends ObjectStoreContract {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path folder;

    private static EmbeddedS3 server;
    private static StorageSettings settings;
    private static S3Client client;
    private static S3ObjectStore store;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedS3.start(folder, 0);
        settings = settings(server.endpoint(), server.secretKey());
        client = S3Clients.client(settings);
        store = S3ObjectStore.connect(settings);
        store.ensureBucket(BUCKET);
    }

    @AfterAll
    static void stopServer() {
        store.close();
        client.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void copiesLargeObjectsInParts() throws IOException {
        // S3 wants parts of at least 5 MiB, so this is the smallest copy of three.
        S3ObjectStore inParts =
                new S3ObjectStore(client, S3Clients.presigner(settings), new S3Writer(client, 6 * MIB, 5 * MIB));
        store.put(object("a"), bytes(11 * MIB), "video/mp4");

        inParts.copy(object("a"), object("b"));

        assertThat(store.head(object("b"))).contains(new ObjectStore.Info(11 * MIB, "video/mp4"));
        assertThat(sha256(readAll(object("b")))).isEqualTo(sha256(bytes(11 * MIB)));
        assertThat(client.headObject(r -> r.bucket(BUCKET).key(object("b").key()))
                        .eTag())
                .as("the entity tag of an object made of parts ends with their number")
                .endsWith("-3\"");
    }

    @Test
    void storesALargeFileInParts(@TempDir Path files) throws IOException {
        Path file = files.resolve("a");
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 65; i++) {
                out.write(bytes(MIB));
            }
        }

        store.put(object("a"), file, "video/mp4");

        assertThat(store.head(object("a"))).contains(new ObjectStore.Info(65L * MIB, "video/mp4"));
        assertThat(client.headObject(r -> r.bucket(BUCKET).key(object("a").key()))
                        .eTag())
                .endsWith("-9\"");
    }

    @Test
    void givesUpPartsOfAStreamThatFails() {
        InputStream tooLong = new ByteArrayInputStream(bytes(30 * MIB));

        assertThatThrownBy(() -> store.putStream(object("a"), tooLong, "video/mp4", 25 * MIB))
                .isInstanceOf(ObjectTooLargeException.class);

        assertThat(client.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
    }

    @Test
    void readsNoFurtherAheadThanThreeParts() {
        AtomicLong read = new AtomicLong();
        InputStream counted = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
        ObjectRef nowhere = new ObjectRef("no-such-bucket", "a");

        assertThatThrownBy(() -> store.putStream(nowhere, counted, "video/mp4", Long.MAX_VALUE))
                .isInstanceOf(ObjectMissingException.class);

        assertThat(read.get()).isLessThanOrEqualTo(3L * S3Writer.PART_BYTES);
    }

    @Test
    void presignedAddressGivesRangesAndExpires() throws Exception {
        store.put(object("a"), "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "text/plain");
        HttpClient http = HttpClient.newHttpClient();
        URI address = store.presignedGet(object("a"), Duration.ofMinutes(5));

        var range = http.send(
                HttpRequest.newBuilder(address).header("Range", "bytes=2-4").build(),
                HttpResponse.BodyHandlers.ofString());
        var tampered = http.send(
                HttpRequest.newBuilder(URI.create(address.toString().replace("/a?", "/b?")))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo("234");
        assertThat(tampered.statusCode()).isEqualTo(403);
    }

    @Test
    void aStoreThatIsNotThereIsUnavailableAndTheMessageNamesTheObject() throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        try (S3ObjectStore nobody =
                S3ObjectStore.connect(settings(URI.create("http://127.0.0.1:" + freePort), "secret"))) {
            assertThatThrownBy(() -> nobody.head(object("a")))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("the store cannot be reached for " + object("a") + ": ConnectException");
            assertThatThrownBy(() -> nobody.putStream(
                            object("a"), new ByteArrayInputStream(bytes(20 * MIB)), "video/mp4", Long.MAX_VALUE))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aStoreThatBreaksOffInTheMiddleIsUnavailable() throws Exception {
        try (TruncatingServer server = TruncatingServer.start();
                S3ObjectStore truncated = S3ObjectStore.connect(settings(server.endpoint(), "secret"))) {
            assertThatThrownBy(() -> {
                        try (InputStream in = truncated.read(object("a"))) {
                            in.readAllBytes();
                        }
                    })
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("broke off");
            assertThatThrownBy(() -> truncated.read(object("a"), 0, 1000))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aStoreThatRefusesAccessIsUnavailable() {
        try (S3ObjectStore stranger = S3ObjectStore.connect(settings(server.endpoint(), "wrong"))) {
            assertThatThrownBy(() -> stranger.read(object("a"), 0, 1))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("403 SignatureDoesNotMatch")
                    .hasMessageContaining(object("a").toString());
        }
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.putStream(
                        object("a"), new ByteArrayInputStream(bytes(20 * MIB)), "video/mp4", Long.MAX_VALUE))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.head(object("a"))).isEmpty();
    }

    @Test
    void knowsItsOwnWriteWhoseAnswerWasLost() throws Exception {
        try (LossyStore lossy = new LossyStore(server.endpoint(), "PUT /", 1);
                S3ObjectStore unlucky = S3ObjectStore.connect(settings(lossy.endpoint(), server.secretKey()))) {
            assertThat(unlucky.putIfAbsent(object("a"), bytes(5), "text/plain")).isTrue();

            assertThat(lossy.left()).isZero();
            assertThat(unlucky.putIfAbsent(object("a"), bytes(5), "text/plain"))
                    .as("the same bytes of another call")
                    .isFalse();
        }
    }

    @Test
    void knowsItsOwnReplacementWhoseAnswerWasLost() throws Exception {
        store.put(object("a"), bytes(5), "text/plain");

        try (LossyStore lossy = new LossyStore(server.endpoint(), "PUT /", 1);
                S3ObjectStore unlucky = S3ObjectStore.connect(settings(lossy.endpoint(), server.secretKey()))) {
            assertThat(unlucky.replace(object("a"), bytes(5), bytes(6), "text/plain"))
                    .isTrue();

            assertThat(lossy.left()).isZero();
        }
    }

    @Test
    void completesAnUploadThoughTheAnswerToTheLastRequestWasLost() throws Exception {
        int length = 2 * S3Writer.PART_BYTES + 1;
        try (LossyStore lossy = new LossyStore(
                        server.endpoint(), "POST /" + BUCKET + "/" + object("a").key() + "?uploadId", 1);
                S3ObjectStore unlucky = S3ObjectStore.connect(settings(lossy.endpoint(), server.secretKey()))) {
            unlucky.putStreamIfAbsent(
                    object("a"), new ByteArrayInputStream(bytes(length)), "video/mp4", Long.MAX_VALUE);

            assertThat(lossy.left()).isZero();
        }

        assertThat(store.head(object("a"))).contains(new ObjectStore.Info(length, "video/mp4"));
        assertThat(client.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
    }

    private static StorageSettings settings(URI endpoint, String secretKey) {
        return new StorageSettings(endpoint, "us-east-1", server.accessKey(), secretKey, true);
    }
}
