package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Probed;
import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.stage.Outcome;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import dev.segue.testkit.FilmMaker;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static ProbeRig rig;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void start() throws Exception {
        rig = ProbeRig.start(folder);
        ffmpeg = rig.ffmpeg();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void plansASmallFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("closed.mp4"), 12);

        Probed probed = accepted(rig.probe(film, "mov", "standard"));

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

        Probed probed = accepted(rig.probe(film, "mpegts", "fast"));

        assertThat(probed.media().durationUs()).isCloseTo(12_000_000, within(200_000L));
        assertThat(probed.warnings()).isEmpty();
    }

    @Test
    void refusesAFilmThatBreaksOff() throws Exception {
        Path whole = FilmMaker.film24(ffmpeg, folder.resolve("whole.mkv"), 30);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.mkv"), Arrays.copyOf(bytes, bytes.length / 2));

        Outcome.Reject reject = refused(rig.probe(half, "matroska", "standard"));

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

        assertThat(refused(rig.probe(half, "mov", "standard")).code()).isEqualTo(RejectionCode.TRUNCATED);
    }

    @Test
    void refusesAFileWithoutItsIndex() throws Exception {
        Path whole = FilmMaker.closedGop(ffmpeg, folder.resolve("indexed.mp4"), 4);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

        Outcome.Reject reject = refused(rig.probe(cut, "mov", "standard"));

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

        assertThat(refused(rig.probe(sound, "mov", "standard")).code()).isEqualTo(RejectionCode.NO_VIDEO_STREAM);
    }

    @Test
    void opensASourceWithTheDemuxerOfTheScannerAndNoOther() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("really.mp4"), 2);

        assertThat(refused(rig.probe(film, "matroska", "standard")).code()).isEqualTo(RejectionCode.UNREADABLE);
    }

    @Test
    void namesTheProfilesThatExist() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("any.mp4"), 1);

        Outcome.Reject reject = refused(rig.probe(film, "mov", "cinema"));

        assertThat(reject.code()).isEqualTo(RejectionCode.UNKNOWN_PROFILE);
        assertThat(reject.sentence()).contains("audio-only, fast, premium, standard, vp9");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoFaultOfTheFilm() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (S3ObjectStore gone = S3ObjectStore.connect(new StorageSettings(
                java.net.URI.create("http://127.0.0.1:" + closed), "us-east-1", "key", "secret", true))) {
            ProbeSource handler = rig.handler(gone, ProberSettings.defaults());

            assertThatThrownBy(() -> handler.handle(
                            ProbeRig.scanned("gone", 1, "mov", "standard"),
                            rig.work("gone", Instant.now().plusSeconds(60))))
                    .isInstanceOfSatisfying(
                            CodedFailure.class, e -> assertThat(e.code()).isEqualTo("store-unavailable"));
        }
    }

    @Test
    void aDeadlineIsNoFaultOfTheFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("slow.mp4"), 1);
        rig.store().put(new ObjectRef("originals", "slow/g1/source"), film, "video/mp4");
        ProbeSource handler = rig.handler(rig.store(), ProberSettings.defaults());

        assertThatThrownBy(() -> handler.handle(
                        ProbeRig.scanned("slow", Files.size(film), "mov", "standard"),
                        rig.work("slow", Instant.now().plusMillis(2))))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-deadline"));
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
