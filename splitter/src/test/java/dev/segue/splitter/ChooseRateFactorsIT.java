package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.PerTitle;
import dev.segue.contract.Plan;
import dev.segue.contract.Prediction;
import dev.segue.contract.Probed;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Source;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Lease;
import dev.segue.stage.LeaseLostException;
import dev.segue.stage.Work;
import dev.segue.testkit.InMemoryObjectStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chooses ladders for two films that could not be more different: a flat drawing and noise. */
class ChooseRateFactorsIT {
    private static final PerTitle WANTED = new PerTitle(950_000, 12, 44);
    private static final int FRAMES = 100;
    private static final long TICKS = 512;
    private static final String DRAWING = "color=0x3060a0:s=320x180:r=25:d=4[a];color=0xf0d020:s=80x60:r=25:d=4[b];"
            + "[a][b]overlay=x='40+20*t':y='30+20*t'";
    private static final String NOISE = "testsrc2=s=320x180:r=25:d=4,noise=alls=30:allf=t+u";

    private static final List<VideoRendition> LADDER = List.of(rung(160, 90), rung(240, 136), rung(320, 180));
    private static final List<VideoRendition> SMALL = List.of(rung(160, 90));

    @TempDir
    static Path folder;

    private static Ffmpeg ffmpeg;
    private static FfmpegBinaries binaries;
    private static Path drawing;
    private static Path noise;

    private final InMemoryObjectStore store = new InMemoryObjectStore("work");

    @BeforeAll
    static void films() throws Exception {
        binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
        drawing = film("drawing", DRAWING);
        noise = film("noise", NOISE);
    }

    @Test
    void aDrawingGetsFewerBitsThanNoiseAndFewerRungs() throws Exception {
        Ladder flat = choose(probed("drawing", drawing, LADDER), drawing);

        VideoRendition top = flat.renditions().getLast();
        assertThat(top.id()).isEqualTo("v180");
        assertThat(crf(top)).isEqualTo(WANTED.highestCrf());
        assertThat(expected(top).qualityMillionths()).isGreaterThan(WANTED.targetMillionths());
        assertThat(expected(top).bitrateBps()).isLessThan(100_000);
        // Nearly all bits of so little are headers, in each size the same.
        assertThat(flat.leftOut()).hasSize(1).allSatisfy(o -> {
            assertThat(o.what()).isEqualTo("v136");
            assertThat(o.code()).isEqualTo("close-bit-rate");
        });
        assertThat(flat.renditions()).extracting(VideoRendition::id).containsExactly("v90", "v180");
    }

    @Test
    void noiseReachesTheQualityInTheBitsThatItWasPromised() throws Exception {
        Ladder busy = choose(probed("noise", noise, LADDER), noise);

        assertThat(busy.leftOut()).isEmpty();
        assertThat(busy.renditions()).hasSize(3);
        for (VideoRendition rung : busy.renditions()) {
            assertThat(crf(rung)).isLessThan(25);
            assertThat(expected(rung).bitrateBps()).isGreaterThan(300_000);
            Trial whole = encodeWhole(noise, rung);
            assertThat(whole.quality()).as(rung.id()).isBetween(0.945, 0.965);
            assertThat(whole.quality())
                    .as(rung.id())
                    .isCloseTo(expected(rung).qualityMillionths() / 1e6, within(0.006));
            assertThat(whole.bitrate())
                    .as(rung.id())
                    .isCloseTo(expected(rung).bitrateBps(), within(whole.bitrate() * 0.2));
        }
    }

    @Test
    void everyCodecIsTriedWithAnEncoderOfItsOwn() throws Exception {
        List<VideoRendition> rungs = List.of(
                rung("h90", VideoCodec.H264, 160, 90, "ultrafast"),
                rung("x90", VideoCodec.HEVC, 160, 90, "ultrafast"),
                rung("a90", VideoCodec.AV1, 160, 90, "12"));

        Ladder ladder = choose(probed("codecs", noise, rungs), noise);

        assertThat(ladder.renditions()).extracting(VideoRendition::id).containsExactly("h90", "x90", "a90");
        assertThat(ladder.renditions()).allSatisfy(r -> assertThat(expected(r).qualityMillionths())
                .isBetween(WANTED.targetMillionths() - 1, 985_000));
        assertThat(ladder.renditions().stream().map(ChooseRateFactorsIT::crf).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void aSecondRunAndASecondUploadOfTheSameBytesStartNoFfmpeg() throws Exception {
        Ladder chosen = choose(probed("first", drawing, SMALL), drawing);
        Probed again = probed("second", drawing, SMALL);

        assertThat(choosing(unableToStart()).of(again, again.plan().video(), moments(), nowhere(), work("second")))
                .isEqualTo(chosen);
        Probed other = probed("other", noise, SMALL);
        assertThatThrownBy(() ->
                        choosing(unableToStart()).of(other, other.plan().video(), moments(), nowhere(), work("third")))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-not-started"));
    }

    @Test
    void anAttemptThatIsStoppedLeavesNothingAndTheNextOneChooses() throws Exception {
        Probed probed = probed("stopped", drawing, SMALL);
        Work brief = new Work(
                Files.createDirectories(folder.resolve("brief")), Instant.now().plusMillis(250), 1);

        assertThatThrownBy(() -> choosing(ffmpeg).of(probed, probed.plan().video(), moments(), at(drawing), brief))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-deadline"));

        assertThat(store.list("work", "")).isEmpty();
        assertThat(choose(probed, drawing).renditions()).isNotEmpty();
        assertThat(store.list("work", "per-title/")).hasSize(1);
    }

    @Test
    void whoLostTheLeaseKeepsHisChoiceToHimself() throws Exception {
        Probed probed = probed("lost", drawing, SMALL);
        Lease lease = Lease.unlimited();
        lease.end();
        Work lost = new Work(
                Files.createDirectories(folder.resolve("lost")), Instant.now().plusSeconds(60), 1, lease);

        assertThatThrownBy(() -> choosing(ffmpeg).of(probed, probed.plan().video(), moments(), at(drawing), lost))
                .isInstanceOf(LeaseLostException.class);

        assertThat(store.list("work", "")).isEmpty();
    }

    @Test
    void blackIsNotTakenForTheFilm() throws Exception {
        Path late = film("late", NOISE + ",drawbox=c=black:t=fill:enable='lt(t,2.99)'");

        assertThat(trials(late, work("black"))
                        .on(moments().candidates().getFirst().getFirst(), SMALL)
                        .dark())
                .isTrue();
        assertThat(expected(choose(probed("late", late, SMALL), late)
                                .renditions()
                                .getFirst())
                        .bitrateBps())
                .isGreaterThan(300_000);
    }

    @Test
    void withoutTheWishTheLadderIsThePlans() throws Exception {
        Probed probed = probed("plain", drawing, SMALL);
        Plan.VideoPlan plain =
                new Plan.VideoPlan(stream(), probed.plan().video().renditions(), null, null);

        assertThat(choosing(unableToStart()).of(probed, plain, moments(), nowhere(), work("plain")))
                .isEqualTo(new Ladder(plain.renditions(), List.of()));
    }

    private ChooseRateFactors choosing(Ffmpeg by) {
        return new ChooseRateFactors(by, new PictureComparison(by), store, "work");
    }

    private static Ffmpeg unableToStart() {
        Path none = folder.resolve("there-is-no-ffmpeg");
        return new Ffmpeg(new FfmpegBinaries(none, none, "0"), Clock.systemUTC());
    }

    private static RemoteSource nowhere() {
        return new RemoteSource("mov", URI.create("http://127.0.0.1:1/film"));
    }

    private static RemoteSource at(Path film) {
        return new RemoteSource("mov", film.toUri());
    }

    private static Trial encodeWhole(Path film, VideoRendition rung) throws Exception {
        FrameTimes all = new FrameTimes(0, List.of(new FrameTimes.Run(TICKS, FRAMES)));
        return trials(film, work("whole-" + rung.id()))
                .on(new Excerpt(all, null, true), List.of(rung))
                .trials()
                .getFirst();
    }

    private static TryRungs trials(Path film, Work work) {
        return new TryRungs(ffmpeg, new PictureComparison(ffmpeg), at(film), stream(), 2_000, work);
    }

    private static int crf(VideoRendition rung) {
        return ((RateControl.Crf) rung.rateControl()).crf();
    }

    private static Prediction expected(VideoRendition rung) {
        Prediction predicted = rung.predicted();
        assertThat(predicted).isNotNull();
        return predicted;
    }

    private Ladder choose(Probed probed, Path film) throws Exception {
        return choosing(ffmpeg).of(probed, probed.plan().video(), moments(), at(film), work(probed.videoId()));
    }

    private static SampleMoments moments() {
        long[] times = LongStream.range(0, FRAMES).map(i -> i * TICKS).toArray();
        long[] keys = {0, 25 * TICKS, 50 * TICKS, 75 * TICKS};
        return new SampleMoments(times, FRAMES * TICKS, keys, t -> t, new Rational(1, 12_800));
    }

    private static Work work(String name) throws Exception {
        return new Work(
                Files.createDirectories(folder.resolve("work-" + name)),
                Instant.now().plusSeconds(60),
                1);
    }

    private static Path film(String name, String picture) throws Exception {
        Path film = folder.resolve(name + ".mp4");
        ffmpeg.run(
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        picture,
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "8",
                        "-g",
                        "25",
                        "-bf",
                        "0",
                        "-pix_fmt",
                        "yuv420p",
                        film.toString()),
                folder,
                Instant.now().plusSeconds(60));
        return film;
    }

    private static Probed probed(String videoId, Path film, List<VideoRendition> rungs) throws Exception {
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(film));
        Plan plan =
                new Plan("test", 2_000, 2_000, new Plan.VideoPlan(stream(), rungs, WANTED, null), List.of(), List.of());
        return new Probed(
                videoId,
                1,
                new Job("film", null, null, null),
                new Source(
                        new ObjectRef("originals", videoId + "/g1/source"),
                        Files.size(film),
                        HexFormat.of().formatHex(sha)),
                new MediaInfo("mov", 4_000_000, List.of(stream()), List.of()),
                plan,
                List.of());
    }

    private static MediaInfo.Video stream() {
        return new MediaInfo.Video(
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
                "bt709",
                "bt709",
                null,
                null);
    }

    private static VideoRendition rung(int width, int height) {
        return rung("v" + height, VideoCodec.H264, width, height, "veryfast");
    }

    private static VideoRendition rung(String id, VideoCodec codec, int width, int height, String preset) {
        return new VideoRendition(
                id,
                codec,
                width,
                height,
                new RateControl.Crf(23, null, null),
                preset,
                null,
                "yuv420p",
                DynamicRange.SDR,
                List.of());
    }
}
