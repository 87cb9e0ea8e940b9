package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.cmaf.FragmentedMp4;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitGateTest {
    /** Three frames and the end of the last one, ten seconds into the film. */
    private static final long[] BOUNDARIES = {128_000, 128_512, 129_024, 129_536};

    @TempDir
    Path folder;

    @Test
    void passesFramesAtTheirTimes() throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 0, 512, 1_024);

        assertThatCode(() -> UnitGate.requireTimes(mp4, BOUNDARIES)).doesNotThrowAnyException();
    }

    @Test
    void aConstantShiftAndTheOrderOfDecodingAreTheEncodersAffair() throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 1_024, 2_048, 1_536);

        assertThatCode(() -> UnitGate.requireTimes(mp4, BOUNDARIES)).doesNotThrowAnyException();
    }

    @Test
    void refusesAMissingFrame() throws Exception {
        refuses(SampleMp4.shownAt(folder, 0, 512), "frame-count", "the chunk has 3 frames but the output has 2");
    }

    @Test
    void refusesAFrameTooMany() throws Exception {
        refuses(
                SampleMp4.shownAt(folder, 0, 512, 1_024, 1_536),
                "frame-count",
                "the chunk has 3 frames but the output has 4");
    }

    @Test
    void refusesAFrameOneTickTooLate() throws Exception {
        refuses(SampleMp4.shownAt(folder, 0, 512, 1_025), "frame-time", "frame 2 belongs at 1024 ticks but is at 1025");
    }

    @Test
    void refusesAFrameOneTickTooEarly() throws Exception {
        refuses(SampleMp4.shownAt(folder, 0, 511, 1_024), "frame-time", "frame 1 belongs at 512 ticks but is at 511");
    }

    /** As FFmpeg 8 writes it when the store goes away for longer than reconnecting takes; it ends with status 0 then. */
    private static final String BROKE_OFF = """
            [http @ 0x560cfdd21880] Stream ends prematurely at 885398, should be 1770797
            [mov,mp4,m4a,3gp,3g2,mj2 @ 0x560cfdd20740] stream 1, offset 0xd8401: partial file""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                BROKE_OFF,
                "[in#0/matroska @ 0x1] Error during demuxing: Input/output error",
                "[in#0/mov @ 0x1] Error during demuxing: Connection reset by peer"
            })
    void refusesSoundThatEndsWhereReadingTheSourceBrokeOff(String log) throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 0, 1, 2);

        assertThatThrownBy(() -> UnitGate.requireSound(mp4, 12_800, log))
                .isInstanceOfSatisfying(
                        GateViolation.class, e -> assertThat(e.code()).isEqualTo("sound-short"))
                .hasMessage("reading the source broke off; the sound has 3 samples of at most 12800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[in#0/mov @ 0x1] Error during demuxing: Invalid data found when processing input"})
    void passesSoundThatEndsBeforeThePictureDoes(String log) throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 0, 1, 2);

        assertThatCode(() -> UnitGate.requireSound(mp4, 12_800, log)).doesNotThrowAnyException();
    }

    @Test
    void passesWholeSoundWhoseConnectionWasLostAndMadeAnew() throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 0, 1, 2);

        assertThatCode(() -> UnitGate.requireSound(mp4, 3 + 1_280, BROKE_OFF)).doesNotThrowAnyException();
    }

    private static void refuses(FragmentedMp4 mp4, String code, String message) {
        assertThatThrownBy(() -> UnitGate.requireTimes(mp4, BOUNDARIES))
                .isInstanceOfSatisfying(
                        GateViolation.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }
}
