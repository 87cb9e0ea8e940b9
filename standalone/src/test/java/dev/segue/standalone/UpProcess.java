package dev.segue.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code segue up} in a JVM of its own, as the launcher starts it, so that it can be killed. */
final class UpProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready after .*: (http://\\S+)");

    private final Process process;
    private final Path data;
    private final URI address;
    private final Duration untilReady;
    private final HttpClient http = HttpClient.newHttpClient();

    private UpProcess(Process process, Path data, URI address, Duration untilReady) {
        this.process = process;
        this.data = data;
        this.address = address;
        this.untilReady = untilReady;
    }

    /** Starts it and returns when it says that it is ready. */
    static UpProcess start(Path data, Map<String, String> environment, String... options) throws IOException {
        Path out = Files.createTempFile(data.resolveSibling(""), "up", ".out");
        List<String> arguments = new ArrayList<>(List.of("up", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(options));
        ProcessBuilder builder = SegueProcess.of(List.of("-Xmx512m"), arguments.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            String ready = Awaitility.await("a ready segue up; it says " + out)
                    .atMost(Duration.ofSeconds(120))
                    .failFast(() -> !process.isAlive())
                    .until(() -> Files.readString(out), READY.asPredicate());
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            Matcher m = READY.matcher(ready);
            m.find();
            return new UpProcess(process, data, URI.create(m.group(1)), took);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new AssertionError("segue up did not start: " + Files.readString(out), e);
        }
    }

    URI address() {
        return address;
    }

    Duration untilReady() {
        return untilReady;
    }

    /** What the API tells of a video. */
    JsonNode video(String videoId) {
        return get("/api/v1/videos/" + videoId);
    }

    JsonNode get(String path) {
        try {
            return JsonMapper.builder().build().readTree(bytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of what is served, in hexadecimal digits. */
    String sha256(String path) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(path)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** kill -9. PostgreSQL and FFmpeg are processes of their own and live on. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("segue up does not stop on SIGTERM");
        }
    }

    /** Leaves nothing running, also when a test has failed between a kill and the next start. */
    @Override
    public void close() throws IOException, InterruptedException {
        http.close();
        kill();
        Path pidFile = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            ProcessHandle.of(pid)
                    .filter(p -> p.info().commandLine().orElse("").contains(data.toString()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
