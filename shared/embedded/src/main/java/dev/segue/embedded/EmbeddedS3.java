package dev.segue.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 store inside this JVM (S3Proxy) over a folder of files. Signatures are checked. It has neither tags nor lifecycle rules
 * nor versions (501), and a key must not also be a prefix of another one (500). {@code If-Match} is compared before the write and
 * not together with it, so that two replacements in the same millisecond may both be taken.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** The only key there is. */
    public static final String ACCESS_KEY = "segue";

    private static final String SECRET = "secret-key";
    /** A signed body is held in memory while its signature is checked; parts of an upload are to stay below this. */
    private static final long LARGEST_SIGNED_BODY = 128L << 20;

    /** Waiting for idle connections takes seconds or fails; whoever stops the store has stopped its clients. */
    private static final long NO_PATIENCE = 0;

    private final S3Proxy server;
    private final URI endpoint;
    private final String secretKey;

    private EmbeddedS3(S3Proxy server, URI endpoint, String secretKey) {
        this.server = server;
        this.endpoint = endpoint;
        this.secretKey = secretKey;
    }

    /**
     * Starts the store and returns when it serves.
     *
     * @param dataDir where objects and the secret key lie; made when missing, used again when there
     * @param port to listen on at the loopback address, 0 for any free one
     * @throws IOException when it cannot start, for example because the port is taken
     */
    public static EmbeddedS3 start(Path dataDir, int port) throws IOException {
        // With a relative path listings are empty and multipart uploads answer NoSuchUpload.
        Path folder = dataDir.toAbsolutePath().normalize();
        Path objects = Files.createDirectories(folder.resolve("objects"));
        String secretKey = Secret.keptIn(folder.resolve(SECRET));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(objects.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, secretKey)
                .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_BODY)
                .stopTimeout(NO_PATIENCE)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            stop(server, e);
            throw new IOException("the S3 store cannot start on port " + port + " with its data in " + folder, e);
        }
        return new EmbeddedS3(server, URI.create("http://127.0.0.1:" + server.getPort()), secretKey);
    }

    /** The secret key of the store that keeps its data in this folder, which only the folder's owner can read. */
    public static String secretKey(Path dataDir) throws IOException {
        return Files.readString(dataDir.resolve(SECRET)).strip();
    }

    /** Where it listens; buckets are addressed by path. */
    public URI endpoint() {
        return endpoint;
    }

    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return secretKey;
    }

    /** Stops serving. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 store at " + endpoint + " did not stop", e);
        }
    }

    private static void stop(S3Proxy server, Exception why) {
        try {
            server.stop();
        } catch (Exception e) {
            why.addSuppressed(e);
        }
    }
}
