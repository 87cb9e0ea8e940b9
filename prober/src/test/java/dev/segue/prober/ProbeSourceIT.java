package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Probed;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.stage.Outcome;
import dev.segue.stage.Work;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import dev.segue.testkit.FilmMaker;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeSourceIT {
    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static S3ObjectStore store;
    private static Ffmpeg ffmpeg;
    private static Ffprobe ffprobe;

    @BeforeAll
    static void start() throws Exception {
        FfmpegBinaries binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
        ffprobe = new Ffprobe(binaries, Clock.systemUTC());
        s3 = EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0);
        store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
        store.ensureBucket("originals");
    }

    @AfterAll
    static void stop() {
        store.close();
        s3.close();
    }

    @Test
    void plansASmallFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("closed.mp4"), 12);

        Probed probed = accepted(probe("closed", film, "mov", "standard"));

        assertThat(probed.media().durationUs()).isCloseTo(12_000_000, within(100_000L));
        assertThat(probed.media().video()).hasSize(1);
        assertThat(probed.plan().segmentMs()).isEqualTo(4_000);
        assertThat(probed.plan().video()).isNotNull();
        assertThat(probed.plan().video().renditions())
                .extracting(r -> r.id() + " " + r.width() + "x" + r.height())
                .containsExactly("v180 320x180");
        assertThat(probed.plan().audio()).extracting("id").containsExactly("a1");
        assertThat(probed.warnings()).isEmpty();
    }

    @Test
    void measuresATransportStreamThatBeginsAtAnHour() throws Exception {
        Path film = FilmMaker.transportStream(ffmpeg, folder.resolve("late.ts"), 12);

        Probed probed = accepted(probe("late", film, "mpegts", "fast"));

        assertThat(probed.media().durationUs()).isCloseTo(12_000_000, within(200_000L));
        assertThat(probed.warnings()).isEmpty();
    }

    @Test
    void refusesAFilmThatBreaksOff() throws Exception {
        Path whole = FilmMaker.film24(ffmpeg, folder.resolve("whole.mkv"), 30);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.mkv"), Arrays.copyOf(bytes, bytes.length / 2));

        Outcome.Reject reject = refused(probe("half", half, "matroska", "standard"));

        assertThat(reject.code()).isEqualTo(RejectionCode.TRUNCATED);
        assertThat(reject.sentence()).contains("30.0 s");
    }

    @Test
    void refusesAnMp4WhoseIndexReachesBeyondItsEnd() throws Exception {
        Path whole = folder.resolve("whole.mp4");
        ffmpeg.run(
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=320x180:r=25:d=30",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-movflags",
                        "+faststart",
                        whole.toString()),
                folder,
                Instant.now().plusSeconds(60));
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(refused(probe("half-mp4", half, "mov", "standard")).code()).isEqualTo(RejectionCode.TRUNCATED);
    }

    @Test
    void refusesAFileWithoutItsIndex() throws Exception {
        Path whole = FilmMaker.closedGop(ffmpeg, folder.resolve("indexed.mp4"), 4);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        Outcome.Reject reject = refused(probe("cut", cut, "mov", "standard"));

        assertThat(reject.code()).isEqualTo(RejectionCode.UNREADABLE);
        assertThat(reject.sentence()).contains("moov").doesNotContain("http");
    }

    @Test
    void refusesSoundAlone() throws Exception {
        Path sound = folder.resolve("sound.mp4");
        ffmpeg.run(
                List.of("-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", sound.toString()),
                folder,
                Instant.now().plusSeconds(30));

        assertThat(refused(probe("sound", sound, "mov", "standard")).code()).isEqualTo(RejectionCode.NO_VIDEO_STREAM);
    }

    @Test
    void opensASourceWithTheDemuxerOfTheScannerAndNoOther() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("really.mp4"), 2);

        assertThat(refused(probe("really", film, "matroska", "standard")).code())
                .isEqualTo(RejectionCode.UNREADABLE);
    }

    @Test
    void namesTheProfilesThatExist() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("any.mp4"), 1);

        Outcome.Reject reject = refused(probe("any", film, "mov", "cinema"));

        assertThat(reject.code()).isEqualTo(RejectionCode.UNKNOWN_PROFILE);
        assertThat(reject.sentence()).contains("fast, standard");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoFaultOfTheFilm() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (S3ObjectStore gone = S3ObjectStore.connect(new StorageSettings(
                java.net.URI.create("http://127.0.0.1:" + closed), "us-east-1", "key", "secret", true))) {
            ProbeSource handler = handler(gone);

            assertThatThrownBy(() -> handler.handle(scanned("gone", 1, "mov", "standard"), work("gone")))
                    .isInstanceOfSatisfying(
                            CodedFailure.class, e -> assertThat(e.code()).isEqualTo("store-unavailable"));
        }
    }

    @Test
    void aDeadlineIsNoFaultOfTheFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("slow.mp4"), 1);
        store.put(new ObjectRef("originals", "slow/g1/source"), film, "video/mp4");
        Work late = new Work(folder, Instant.now().plusMillis(2), 1);

        assertThatThrownBy(() -> handler(store).handle(scanned("slow", Files.size(film), "mov", "standard"), late))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-deadline"));
    }

    private static Outcome probe(String videoId, Path film, String container, String profile) throws Exception {
        store.put(new ObjectRef("originals", videoId + "/g1/source"), film, "application/octet-stream");
        return handler(store).handle(scanned(videoId, Files.size(film), container, profile), work(videoId));
    }

    private static ProbeSource handler(S3ObjectStore from) {
        return new ProbeSource(
                from, ffmpeg, ffprobe, Profiles.load(null), ProberSettings.defaults(), Clock.systemUTC());
    }

    private static Scanned scanned(String videoId, long bytes, String container, String profile) {
        return new Scanned(
                videoId,
                1,
                new Job("film", profile, null, null),
                new Source(new ObjectRef("originals", videoId + "/g1/source"), bytes, null),
                container,
                List.of(new Scanned.Check("type", container)));
    }

    private static Work work(String videoId) throws Exception {
        return new Work(
                Files.createDirectories(folder.resolve("work-" + videoId)),
                Instant.now().plusSeconds(60),
                1);
    }

    private static Probed accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Emit.class);
        return (Probed) ((Outcome.Emit) outcome).events().get(0);
    }

    private static Outcome.Reject refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Reject.class);
        return (Outcome.Reject) outcome;
    }
}
