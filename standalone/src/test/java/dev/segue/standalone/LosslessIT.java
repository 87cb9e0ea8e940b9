package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Published;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.testkit.FilmMaker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a profile that loses nothing, the stream's frames are the source's, bit for bit and each at its time. */
class LosslessIT {
    private static final int SECONDS = 13;

    @TempDir
    Path folder;

    /** Sources that are cut wrongly when one is careless. */
    enum Kind {
        CLOSED_GOP("closed.mp4", FilmMaker::closedGop),
        OPEN_GOP_WITH_B_FRAMES("open.mp4", FilmMaker::openGop),
        FILM_23_976("film24.mp4", FilmMaker::film24),
        TRANSPORT_STREAM_WITH_START_OFFSET("start.ts", FilmMaker::transportStream),
        SINGLE_KEY_FRAME("single.mp4", FilmMaker::singleKeyFrame),
        INTRA_REFRESH("refresh.mp4", FilmMaker::intraRefresh),
        MATROSKA_WITHOUT_CUES("live.mkv", FilmMaker::withoutCues),
        EQUAL_TIMES("equal.mkv", FilmMaker::equalTimes);

        private final String file;
        private final Maker maker;

        Kind(String file, Maker maker) {
            this.file = file;
            this.maker = maker;
        }
    }

    private interface Maker {
        void make(Ffmpeg ffmpeg, Path file, int seconds) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameIsIdentical(Kind kind) throws Exception {
        Path film = folder.resolve(kind.file);
        kind.maker.make(Pipeline.shared().laptop().context().getBean(Ffmpeg.class), film, SECONDS);
        Decoded source = Decoded.picture(folder, film.toString(), "0:v:0", "format=yuv420p");
        assertThat(source.times().stream().distinct().count() < source.count())
                .as("some frames of the source claim the same time")
                .isEqualTo(kind == Kind.EQUAL_TIMES);

        Pipeline.Stream stream = Pipeline.shared().transcode(film, "lossless");

        Decoded made = Decoded.picture(stream.folder(), "source/media.m3u8", "0:v:0");
        assertThat(made.warnings()).isEmpty();
        assertThat(made.hashes()).isEqualTo(source.hashes());
        assertThat(microseconds(made)).isEqualTo(microseconds(source));
        assertThat(stream.published().renditions())
                .extracting(Published.Made::segments)
                .allMatch(n -> n >= 5);
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
