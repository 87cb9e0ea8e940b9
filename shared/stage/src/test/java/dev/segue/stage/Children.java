package dev.segue.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Java processes made from the tests' class path. */
final class Children implements AutoCloseable {
    private final Path logs;
    private final List<Process> started = new ArrayList<>();

    Children(Path logs) {
        this.logs = logs;
    }

    Process start(String name, Class<?> main, String heap, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(name + ".log").toFile()))
                .start();
        started.add(process);
        return process;
    }

    /** SIGSTOP or SIGCONT, which Java cannot send. */
    static void signal(Process process, String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " failed");
        }
    }

    /** In the child: waits until the parent is gone, however it ended. Its pipe would not do: {@code destroy} closes that first. */
    static void endWithTheParent() {
        ProcessHandle.current().parent().orElseThrow().onExit().join();
        Runtime.getRuntime().halt(1);
    }

    /** Kills those that still run. */
    @Override
    public void close() throws InterruptedException {
        started.forEach(Process::destroyForcibly);
        for (Process process : started) {
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
