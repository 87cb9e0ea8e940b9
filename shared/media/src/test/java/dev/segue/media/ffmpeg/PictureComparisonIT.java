package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.QualityMetric;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.PictureComparison.Piece;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces made of a film of three seconds with a key frame each second; times are in its ticks, 512 a frame. */
class PictureComparisonIT {
    private static final int FRAME = 512;

    @TempDir
    static Path folder;

    private static SourceFrames second;

    private final PictureComparison comparison = new PictureComparison(RealFfmpeg.FFMPEG);

    @BeforeAll
    static void film() throws Exception {
        Path film = Films.h264(
                folder.resolve("film.mp4"), "testsrc2=s=320x180:r=25:d=3", "-crf", "16", "-g", "25", "-bf", "0");
        second = frames(film, 25, 25L * FRAME);
    }

    @Test
    void aPieceWithoutLossIsWhollyAlike() throws Exception {
        Likeness likeness = alike(piece("same", 25, "null", "-qp", "0"));

        assertThat(likeness.frames()).isEqualTo(25);
        assertThat(likeness.meanMillionths()).isEqualTo(1_000_000);
        assertThat(likeness.worstFrameMillionths()).isEqualTo(1_000_000);
    }

    @Test
    void aBlurredPieceIsLessAlike() throws Exception {
        assertThat(alike(piece("blurred", 25, "gblur=sigma=2", "-qp", "0")).meanMillionths())
                .isBetween(500_000, 950_000);
    }

    @Test
    void aPieceThatIsOneFrameLateIsLessAlikeThanOneInPlace() throws Exception {
        assertThat(alike(piece("late", 26, "null", "-qp", "0")).meanMillionths())
                .isLessThan(990_000);
    }

    @Test
    void piecesOfSeveralSizesAreComparedInOneRun() throws Exception {
        Path large = piece("large", 25, "null", "-crf", "20");
        Path small = piece("small", 25, "scale=160:90:flags=bicubic", "-crf", "20");

        List<Likeness> likeness = comparison.compare(
                second,
                List.of(
                        new Piece(large, shown(320, 180)),
                        new Piece(small, shown(160, 90)),
                        new Piece(small, shown(320, 180))),
                folder,
                RealFfmpeg.in(30));

        assertThat(likeness.get(0).meanMillionths()).isGreaterThan(970_000);
        assertThat(likeness.get(1).meanMillionths()).isGreaterThan(950_000);
        // Scaled up it lacks what its size could not hold.
        assertThat(likeness.get(2).meanMillionths())
                .isLessThan(likeness.get(1).meanMillionths() - 20_000)
                .isLessThan(likeness.get(0).meanMillionths() - 20_000);
    }

    @Test
    void filmsAreComparedInSomeFramesOfTheirNumbers() throws Exception {
        SourceFrames some = SourceFrames.numbered(
                second.source(),
                second.stream(),
                List.of(new SourceFrames.Numbers(0, 4), new SourceFrames.Numbers(70, 74)));
        Path film = folder.resolve("film.mp4");

        Likeness likeness = comparison
                .compare(some, List.of(new Piece(film, shown(320, 180))), folder, RealFfmpeg.in(30))
                .getFirst();

        assertThat(likeness.frames()).isEqualTo(10);
        assertThat(likeness.meanMillionths()).isEqualTo(1_000_000);
    }

    @Test
    void aPieceThatIsTooShortIsNotJudgedByItsFirstFrames() throws Exception {
        Path tooShort = piece("short", 25, "trim=end_frame=20", "-crf", "20");

        assertThatThrownBy(() -> alike(tooShort))
                .isInstanceOf(UnmatchedFramesException.class)
                .hasMessage("of 25 frames 20 were compared with their source");
    }

    @Test
    void anFfmpegWithoutVmafMeasuresSsimAndOneWithItVmaf() throws Exception {
        assertThat(comparison.metric(folder, RealFfmpeg.in(30)))
                .isEqualTo(hasVmaf() ? QualityMetric.VMAF : QualityMetric.SSIM);

        Path stub = Files.writeString(folder.resolve("ffmpeg-with-vmaf"), "#!/bin/sh\nexit 0\n");
        assertThat(stub.toFile().setExecutable(true)).isTrue();
        Ffmpeg able = new Ffmpeg(new FfmpegBinaries(stub, stub, "0"), Clock.systemUTC());
        assertThat(new PictureComparison(able).metric(folder, RealFfmpeg.in(30)))
                .isEqualTo(QualityMetric.VMAF);
    }

    private static boolean hasVmaf() throws Exception {
        List<String> filters = new ArrayList<>();
        RealFfmpeg.FFMPEG.run(List.of("-filters"), folder, RealFfmpeg.in(30), 1 << 20, filters::add);
        return filters.stream().anyMatch(line -> line.contains("libvmaf"));
    }

    private Likeness alike(Path piece) throws Exception {
        return comparison
                .compare(second, List.of(new Piece(piece, shown(320, 180))), folder, RealFfmpeg.in(30))
                .getFirst();
    }

    /** The film's frames from one on, for a second. */
    private static Path piece(String name, int from, String filter, String... options) throws Exception {
        Path piece = folder.resolve(name + ".mp4");
        List<String> arguments = new ArrayList<>(List.of("-i", "film.mp4", "-vf"));
        arguments.add("trim=start_frame=" + from + ":end_frame=" + (from + 25) + ",setpts=PTS-STARTPTS," + filter);
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast"));
        arguments.addAll(List.of(options));
        arguments.add(piece.toString());
        RealFfmpeg.FFMPEG.run(arguments, folder, RealFfmpeg.in(30));
        return piece;
    }

    private static SourceFrames frames(Path film, int first, Long seek) {
        MediaInfo.Video stream = new MediaInfo.Video(
                0,
                "h264",
                null,
                320,
                180,
                0,
                new Rational(1, 1),
                "yuv420p",
                new Rational(1, 12_800),
                null,
                MediaInfo.Scan.PROGRESSIVE,
                DynamicRange.SDR,
                false,
                null,
                null,
                null,
                null);
        FrameTimes times = new FrameTimes((long) first * FRAME, List.of(new FrameTimes.Run(FRAME, 25)));
        return SourceFrames.of(new RemoteSource("mov", film.toUri()), stream, times, seek, false);
    }

    private static VideoRendition shown(int width, int height) {
        return new VideoRendition(
                "v" + height,
                VideoCodec.H264,
                width,
                height,
                new RateControl.Crf(23, null, null),
                "ultrafast",
                null,
                "yuv420p",
                DynamicRange.SDR,
                List.of());
    }
}
