package dev.segue.assembler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One {@link AssemblerMain} in a Java of its own. */
final class AssemblerProcess implements AutoCloseable {
    private static final int MOST_LINES = 200;

    private final Process process;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Duration> running = new CompletableFuture<>();
    private final Queue<String> output = new ConcurrentLinkedQueue<>();

    AssemblerProcess(String bootstrapServers, String instance, Path state) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dkafka.log=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AssemblerMain.class.getName(),
                        bootstrapServers,
                        instance,
                        state.toString()))
                .redirectErrorStream(true)
                .start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(line -> {
                output.add(line);
                if (output.size() > MOST_LINES) {
                    output.remove();
                }
                if (line.equals(AssemblerMain.RUNNING)) {
                    running.complete(Duration.ofNanos(System.nanoTime() - startedAt));
                }
            });
        } catch (UncheckedIOException | IOException e) {
            output.add(e.toString());
        }
        running.completeExceptionally(new IllegalStateException("ended: " + output));
    }

    /** Waits until it works and tells how long that took from the start of its Java. */
    Duration awaitRunning() throws Exception {
        try {
            return running.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not running after 60 s: " + output, e);
        }
    }

    /** SIGKILL: nothing is closed, flushed or said good-bye to. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
