package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Probed;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.PictureConversion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a profile that loses nothing, the joined rendition's frames are those of a plain decode of the source, bit for bit and each at
 * its time, whatever the source is and however long the chunks are. Every third kind is tried, with one length of chunks; all kinds with all
 * lengths in {@link LosslessLongIT}.
 */
class LosslessIT {
    private static final List<Integer> CHUNK_SECONDS = List.of(1, 4, 12);

    @TempDir
    static Path folder;

    private static final Map<Integer, StagesByHand> STAGES = new HashMap<>();
    private static final ExecutorService POOL =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    @BeforeAll
    static void start() {
        for (int seconds : CHUNK_SECONDS) {
            // A single slot makes the longest chunks.
            Map<String, Object> settings =
                    Map.of("segue.splitter.chunk-seconds", seconds, "segue.splitter.slots-hint", 1);
            STAGES.put(
                    seconds, StagesByHand.splitting(Pipeline.shared().laptop().context(), settings));
        }
    }

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
        STAGES.values().forEach(StagesByHand::close);
        STAGES.clear();
    }

    /** Lengths of chunks to try a kind with. */
    List<Integer> chunkSeconds(FilmKind kind) {
        return List.of(CHUNK_SECONDS.get(kind.ordinal() / 3 % CHUNK_SECONDS.size()));
    }

    /** Every third kind: all of them would take the normal build a minute more. */
    boolean tries(FilmKind kind) {
        return kind.ordinal() % 3 == 0;
    }

    @TestFactory
    Stream<DynamicTest> everyFrameIsIdentical() throws IOException {
        Path films = folder;
        List<DynamicTest> tests = new ArrayList<>();
        for (FilmKind kind : FilmKind.values()) {
            // Made at once, since some kinds are made of others.
            Path film = kind.make(films);
            if (!tries(kind)) {
                continue;
            }
            Future<?> done = POOL.submit(() -> {
                keepsEveryFrame(kind, film, chunkSeconds(kind));
                return null;
            });
            tests.add(DynamicTest.dynamicTest(kind + " " + chunkSeconds(kind), done::get));
        }
        return tests.stream();
    }

    @Test
    void timesThatGoBackAreRefusedAndNotGuessed() throws Exception {
        Path hour = FilmKind.TS_FROM_AN_HOUR.make(folder);
        Path twice = folder.resolve("twice.ts");
        Files.write(twice, Files.readAllBytes(hour));
        Files.write(twice, Files.readAllBytes(hour), StandardOpenOption.APPEND);
        StagesByHand stages = STAGES.get(4);
        Probed probed = stages.probe("twice", twice, "lossless", scratch());

        assertThatThrownBy(() -> stages.split(probed, scratch()))
                .hasMessageContaining("UNDECODABLE_VIDEO")
                .hasMessageContaining("cannot be put in order");
    }

    private static void keepsEveryFrame(FilmKind kind, Path film, List<Integer> lengths) throws Exception {
        Probed probed = STAGES.get(1).probe("kind-" + kind, film, "lossless", scratch());
        MediaInfo.Video stream = probed.plan().video().stream();
        VideoRendition rendition = probed.plan().video().renditions().getFirst();
        String conversion = PictureConversion.normal(stream) + "," + PictureConversion.to(rendition, stream);
        Decoded source =
                Decoded.picture(folder, film.toString(), "0:" + stream.index(), conversion.replaceFirst("^,", ""));
        assertThat(source.count()).as("frames of the source").isGreaterThan(100);
        assertThat(source.times().stream().distinct().count() < source.count())
                .as("some frames of the source claim the same time")
                .isEqualTo(kind == FilmKind.EQUAL_TIMES);

        for (int seconds : lengths) {
            StagesByHand stages = STAGES.get(seconds);
            List<SegmentsReady> units = picture(stages.split(named(probed, kind + "-" + seconds), scratch()));
            List<SegmentEncoded> encoded = new ArrayList<>();
            for (SegmentsReady unit : units) {
                encoded.add(stages.encode(unit, scratch()));
            }
            Path joined = folder.resolve(kind + "-" + seconds + ".mp4");
            stages.join(encoded, rendition.id(), joined);
            Decoded made = Decoded.picture(folder, joined.toString(), "0:v:0");

            assertThat(units).as("chunks of at most %s s", seconds).hasSizeGreaterThanOrEqualTo(seconds == 1 ? 4 : 2);
            assertThat(made.warnings())
                    .as("warnings with chunks of %s s", seconds)
                    .isEmpty();
            assertThat(made.hashes()).as("frames with chunks of %s s", seconds).isEqualTo(source.hashes());
            assertThat(microseconds(made))
                    .as("times with chunks of %s s", seconds)
                    .isEqualTo(microseconds(source));
        }
    }

    private static List<SegmentsReady> picture(List<SegmentsReady> units) {
        return units.stream().filter(u -> u.unit() instanceof Unit.VideoChunk).toList();
    }

    /** The same source as another video, so that what is made of it lies apart. */
    private static Probed named(Probed p, String videoId) {
        return new Probed(videoId, 1, p.job(), p.source(), p.media(), p.plan(), p.warnings());
    }

    private static Path scratch() throws IOException {
        return Files.createTempDirectory(folder, "work");
    }

    /**
     * Times from the first frame, rounded to the microsecond, since the time bases differ. A frame that claims the time of the one
     * before is shown one tick after it.
     */
    private static List<Long> microseconds(Decoded film) {
        List<Long> times = new ArrayList<>();
        long before = Long.MIN_VALUE;
        for (long time : film.times()) {
            before = Math.max(time, before + 1);
            times.add(Math.round((before - film.times().getFirst()) * film.tick() * 1e6));
        }
        return times;
    }
}
