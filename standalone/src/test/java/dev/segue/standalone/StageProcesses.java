package dev.segue.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Stages in processes of their own, started as in production. */
final class StageProcesses implements AutoCloseable {
    private final Path logs;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    StageProcesses(Path logs) {
        this.logs = logs;
    }

    /** A stage's process and where it answers probes. */
    record Started(Process process, URI address) {}

    /** @param name of the process, by which it is found again */
    Started start(String name, String stage, Map<String, String> environment) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = run(name, List.of("stage", stage, "--port", String.valueOf(port)), environment);
        return new Started(process, URI.create("http://127.0.0.1:" + port));
    }

    /** Runs the segue command. */
    Process run(String name, List<String> arguments, Map<String, String> environment) throws IOException {
        String heap = arguments.contains("stage") ? "-Xmx160m" : "-Xmx384m";
        ProcessBuilder builder = SegueProcess.of(List.of(heap), arguments.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.put(name, process);
        return process;
    }

    Process process(String name) {
        return processes.get(name);
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    static void awaitReady(URI address) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> isReady(address));
    }

    static boolean isReady(URI address) {
        return isUp(address.resolve("/health/readiness"));
    }

    /** Waits for a process that serves, whether or not it is ready to work. */
    static void awaitAlive(URI address) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> isUp(address.resolve("/health/liveness")));
    }

    private static boolean isUp(URI health) {
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
