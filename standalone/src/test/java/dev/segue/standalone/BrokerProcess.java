package dev.segue.standalone;

import dev.segue.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Kafka in a JVM of its own, so that it can be killed. It ends with the JVM that started it. */
final class BrokerProcess implements AutoCloseable {
    /** After a kill -9 it waits for its own session to end; a machine that is busy with all else takes its time, too. */
    private static final Duration SERVES_WITHIN = Duration.ofMinutes(3);

    private final Path folder;
    private final int port;
    private Process process;

    private BrokerProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    static BrokerProcess start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        return new BrokerProcess(Files.createDirectories(folder), port);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it on the same data and returns when it serves. */
    void restart() throws IOException {
        process = launch();
    }

    private Process launch() throws IOException {
        Path log = Files.createTempFile(folder, "broker", ".log");
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.resolve("data").toString(),
                        String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(SERVES_WITHIN)
                    .failFast(() -> !started.isAlive())
                    .until(() -> Files.readString(log).contains("serves"));
        } catch (RuntimeException e) {
            throw new AssertionError("the broker did not start: " + Files.readString(log) + stacks(started), e);
        }
        return started;
    }

    /** What it is doing instead of serving. */
    private static String stacks(Process broker) throws IOException {
        Process stacks = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jstack")
                                .toString(),
                        String.valueOf(broker.pid()))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = stacks.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** @param args folder and port */
    public static void main(String[] args) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), Laptop.BROKER);
        System.out.println("serves");
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        }
        kafka.close();
    }
}
