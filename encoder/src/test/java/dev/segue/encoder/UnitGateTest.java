package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.cmaf.FragmentedMp4;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static void refuses(FragmentedMp4 mp4, String code, String message) {
        assertThatThrownBy(() -> UnitGate.requireTimes(mp4, BOUNDARIES))
                .isInstanceOfSatisfying(
                        GateViolation.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }
}
