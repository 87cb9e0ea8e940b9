package dev.segue.standalone.bench;

import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a film takes through Segue and through plain FFmpeg on this machine, in turn: what is first in one pair is
 * last in the next, so that a machine that grows slower or faster favours nobody.
 */
public final class EncodeBench {
    private static final Duration DEADLINE = Duration.ofHours(24);

    private final Path film;
    private final SegueUnderTest segue;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param folder for what plain FFmpeg makes
     * @param progress told what is being done
     */
    public EncodeBench(Path film, SegueUnderTest segue, Path folder, Consumer<String> progress) {
        this.film = film.toAbsolutePath();
        this.segue = segue;
        this.folder = folder.toAbsolutePath();
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param pairs how often both are run
     * @param sequence whether one FFmpeg for each rendition is run too, once
     * @throws BenchFailedException when a run fails
     */
    public EncodeReport run(int pairs, boolean sequence) throws InterruptedException {
        progress.accept("probing ...");
        SegueUnderTest.Intent intent = segue.probe();
        List<Usage> plain = new ArrayList<>();
        List<SegueRun> runs = new ArrayList<>();
        Usage inSequence = null;
        for (int pair = 0; pair < pairs; pair++) {
            String turn = " (" + (pair + 1) + " of " + pairs + ")";
            if (pair % 2 == 0) {
                plain.add(plain(intent, turn));
                if (pair == 0 && sequence) {
                    inSequence = sequence(intent);
                }
                runs.add(segue(turn));
            } else {
                runs.add(segue(turn));
                plain.add(plain(intent, turn));
            }
        }
        return new EncodeReport(
                Machine.here(intent.ffmpegVersion()),
                intent.probed(),
                plain,
                inSequence,
                runs,
                made(intent, runs.getLast()));
    }

    private Usage plain(SegueUnderTest.Intent intent, String turn) throws InterruptedException {
        progress.accept("one FFmpeg command for all renditions" + turn + " ...");
        return measured(intent, List.of(PlainFfmpeg.renditions(intent.probed().plan())), files("plain"));
    }

    private Usage sequence(SegueUnderTest.Intent intent) throws InterruptedException {
        progress.accept("one FFmpeg command for each rendition ...");
        List<List<String>> oneByOne = PlainFfmpeg.renditions(intent.probed().plan()).stream()
                .map(List::of)
                .toList();
        return measured(intent, oneByOne, files("sequence"));
    }

    private SegueRun segue(String turn) throws InterruptedException {
        progress.accept("Segue" + turn + " ...");
        SegueRun run = segue.run();
        told(run.usage());
        return run;
    }

    /** Runs one command after another, each for the renditions of one list. */
    private Usage measured(SegueUnderTest.Intent intent, List<List<String>> commands, Path files)
            throws InterruptedException {
        try (UsageMeter meter = UsageMeter.start(null)) {
            for (List<String> renditions : commands) {
                run(intent, renditions, files);
            }
            return told(meter.read().withoutOwnCpu());
        }
    }

    private void run(SegueUnderTest.Intent intent, List<String> renditions, Path files) throws InterruptedException {
        try {
            intent.ffmpeg()
                    .run(
                            PlainFfmpeg.arguments(intent.probed(), film.toUri(), renditions),
                            files,
                            Instant.now().plus(DEADLINE));
        } catch (FfmpegFailedException e) {
            throw new BenchFailedException("plain FFmpeg failed: " + e.getMessage(), e);
        }
    }

    private Usage told(Usage usage) {
        progress.accept(String.format(
                Locale.ROOT,
                "  %.1f s, %.1f s of processor time",
                usage.wall().toMillis() / 1e3,
                usage.cpu().toMillis() / 1e3));
        return usage;
    }

    /** Sizes and likeness of the last run of each; all runs of one make the same. */
    private List<EncodeReport.Made> made(SegueUnderTest.Intent intent, SegueRun run) throws InterruptedException {
        progress.accept("comparing both with the source ...");
        Map<String, Path> plain = new LinkedHashMap<>();
        PlainFfmpeg.renditions(intent.probed().plan())
                .forEach(id -> plain.put(id, folder.resolve("plain").resolve(PlainFfmpeg.output(id))));
        Published published = run.published();
        long frames = 0;
        int segments = 1;
        for (Published.Made made : published.renditions()) {
            if (made.rendition() instanceof Rendition.Video) {
                frames = made.frames();
                segments = made.segments();
            }
        }
        Path logs = files("likeness");
        Map<String, Double> plainSsim = Ssim.of(intent, film.toUri(), plain, frames, segments, logs);
        Map<String, Double> segueSsim = Ssim.of(intent, film.toUri(), run.files(), frames, segments, logs);
        List<EncodeReport.Made> all = new ArrayList<>();
        for (Published.Made made : published.renditions()) {
            String id = made.rendition().id();
            all.add(new EncodeReport.Made(id, size(plain.get(id)), made.bytes(), plainSsim.get(id), segueSsim.get(id)));
        }
        return all;
    }

    private static long size(@Nullable Path file) {
        try {
            return file == null ? 0 : Files.size(file);
        } catch (IOException e) {
            throw new BenchFailedException("an output of plain FFmpeg is missing: " + file.getFileName(), e);
        }
    }

    private Path files(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new BenchFailedException("the folder for outputs cannot be made", e);
        }
    }
}
