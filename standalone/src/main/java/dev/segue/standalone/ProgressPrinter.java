package dev.segue.standalone;

import dev.segue.ops.ProgressBoard;
import dev.segue.ops.VideoProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Shows what is made of the videos of one command, and how far they are: stage, units done of each rendition, speed and time left. */
final class ProgressPrinter implements AutoCloseable {
    /** On a terminal the line is renewed this often; elsewhere a line is printed when something has changed. */
    private static final Duration RENEW = Duration.ofMillis(200);

    private static final Duration PLAIN = Duration.ofSeconds(2);

    private final ProgressBoard board;
    private final Console console;
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final PlanNotes notes = new PlanNotes();
    private final Thread thread;

    ProgressPrinter(ProgressBoard board, Console console) {
        this.board = board;
        this.console = console;
        this.thread = Thread.ofVirtual().name("progress").start(this::run);
    }

    void follow(String videoId, String name) {
        names.put(videoId, name.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(console.terminal() ? RENEW : PLAIN);
                show();
            }
        } catch (InterruptedException e) {
            show();
        }
    }

    private void show() {
        for (Map.Entry<String, String> video : names.entrySet()) {
            Optional<VideoProgress> progress = board.find(video.getKey());
            List<String> news = progress.map(notes::news).orElse(List.of());
            if (!news.isEmpty()) {
                console.note(video.getValue());
                news.forEach(console::note);
            }
            String line = video.getValue() + ": "
                    + progress.map(p -> describe(p, Instant.now())).orElse("waiting");
            if (!line.equals(shown.put(video.getKey(), line))) {
                console.status(line);
            }
        }
    }

    /** One line on one video. */
    static String describe(VideoProgress p, Instant now) {
        StringBuilder line =
                new StringBuilder(p.reached() == null ? "waiting" : p.reached().topic());
        if (p.units() > 0) {
            line.append(p.renditions().values().stream()
                    .map(r -> r.id() + " " + r.unitsDone() + "/" + r.units())
                    .collect(Collectors.joining(", ", " [", "]")));
            line.append(String.format(Locale.ROOT, " %d%%", 100 * p.unitsDone() / p.units()));
        }
        p.speed(now).ifPresent(speed -> line.append(String.format(Locale.ROOT, ", %.2fx real time", speed)));
        p.eta(now).ifPresent(left -> line.append(", ").append(clock(left)).append(" left"));
        return line.toString();
    }

    private static String clock(Duration d) {
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
