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

        assertThatCode(() -> UnitGate.requireFrames(mp4, BOUNDARIES)).doesNotThrowAnyException();
    }

    @Test
    void aConstantShiftAndTheOrderOfDecodingAreTheEncodersAffair() throws Exception {
        FragmentedMp4 mp4 = SampleMp4.shownAt(folder, 1_024, 2_048, 1_536);

        assertThatCode(() -> UnitGate.requireFrames(mp4, BOUNDARIES)).doesNotThrowAnyException();
    }

    @Test
    void refusesAMissingFrame() throws Exception {
        refuses(
                SampleMp4.shownAt(folder, 0, 512),
                "frame-count",
                "frame-count: frames of the chunk: expected 3 but found 2");
    }

    @Test
    void refusesAFrameTooMany() throws Exception {
        refuses(
                SampleMp4.shownAt(folder, 0, 512, 1_024, 1_536),
                "frame-count",
                "frame-count: frames of the chunk: expected 3 but found 4");
    }

    @Test
    void refusesAFrameOneTickTooLate() throws Exception {
        refuses(
                SampleMp4.shownAt(folder, 0, 512, 1_025),
                "frame-time",
                "frame-time: ticks to frame 2: expected 1024 but found 1025");
    }

    @Test
    void refusesAFrameOneTickTooEarly() throws Exception {
        refuses(
                SampleMp4.shownAt(folder, 0, 511, 1_024),
                "frame-time",
                "frame-time: ticks to frame 1: expected 512 but found 511");
    }

    @Test
    void refusesMoreBytesThanTheRateControlCanHaveLetThrough() throws Exception {
        FragmentedMp4 mp4 = SampleMp4.withFramesOf(folder, 1_000, 0, 512, 1_024);

        assertThatCode(() -> UnitGate.requireSize(mp4, 3_000)).doesNotThrowAnyException();
        assertThatThrownBy(() -> UnitGate.requireSize(mp4, 2_999))
                .hasMessage("size: bytes of the chunk: expected at most 2999 but found 3000");
    }

    @Test
    void refusesSoundThatGoesOnForMoreThanFiftyMillisecondsAfterItsEnd() throws Exception {
        FragmentedMp4 late = SampleMp4.lasting(folder, 700);
        assertThatCode(() -> UnitGate.requireSound(late, 60, "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> UnitGate.requireSound(late, 59, ""))
                .hasMessage("sound-long: samples of the sound: expected 59 but found 700");
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
                .hasMessage(
                        "sound-short: reading the source broke off; samples of the sound: expected 12800 but found 3");
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
        assertThatThrownBy(() -> UnitGate.requireFrames(mp4, BOUNDARIES))
                .isInstanceOfSatisfying(
                        GateViolation.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }
}
