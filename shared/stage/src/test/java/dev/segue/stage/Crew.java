package dev.segue.stage;

import dev.segue.stage.guarantees.Entry;
import dev.segue.stage.guarantees.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The worker processes of one run of the guarantee suite, and their journals. */
final class Crew {
    private final Children children;
    private final Path folder;
    private final List<Object> arguments;
    private final Map<String, Process> workers = new HashMap<>();
    private int hired;
    private long struckAt;

    /** @param arguments of a worker after its name */
    Crew(Children children, Path folder, List<Object> arguments) {
        this.children = children;
        this.folder = folder;
        this.arguments = arguments;
    }

    void hire(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String name = folder.getFileName() + "-w" + ++hired;
            List<Object> all = new ArrayList<>(List.of(name));
            all.addAll(arguments);
            workers.put(name, children.start(name, SuiteWorker.class, "96m", all.toArray()));
        }
    }

    Process process(String worker) {
        return workers.get(worker);
    }

    /** The strike begins now; a strike that waits for its moment calls this again. */
    void struck() {
        struckAt = System.nanoTime();
    }

    long struckAt() {
        return struckAt;
    }

    /** A worker that has just begun with a slow task, to be struck at once. */
    String atWork() {
        String worker = Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(this::busy, name -> !name.isEmpty());
        struck();
        return worker;
    }

    private String busy() throws IOException {
        Map<String, Entry> open = new HashMap<>();
        for (Entry entry : journal()) {
            boolean slow =
                    entry.what() == Entry.What.BEGUN && Task.named(entry.unit()).kind() == Task.Kind.SLOW;
            boolean fresh = System.nanoTime() - entry.nanos() < SuiteWorker.SLOW.toNanos() * 2 / 3
                    && System.nanoTime() - entry.nanos() > SuiteWorker.SLOW.toNanos() / 3;
            if (slow && fresh) {
                open.put(entry.runId(), entry);
            } else {
                open.remove(entry.runId());
            }
        }
        return open.values().stream().map(Entry::process).findFirst().orElse("");
    }

    List<Entry> journal() throws IOException {
        List<Entry> journal = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".journal")).toList()) {
                String text = Files.readString(file);
                // The last line may be half written by a worker that is at it or was killed.
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(Entry::of)
                        .forEach(journal::add);
            }
        }
        return journal;
    }

    /** Files in folders for work in progress. */
    List<Path> leftovers() throws IOException {
        Path scratch = folder.resolve("scratch");
        if (!Files.exists(scratch)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(f -> f.getFileName().toString().equals("half.mp4"))
                    .toList();
        }
    }

    /** Stops those that still run as an operator does. */
    void dismiss() throws InterruptedException {
        workers.values().forEach(Process::destroy);
        for (Map.Entry<String, Process> worker : workers.entrySet()) {
            if (!worker.getValue().waitFor(15, TimeUnit.SECONDS)) {
                throw new AssertionError(worker.getKey() + " does not stop");
            }
        }
    }
}
