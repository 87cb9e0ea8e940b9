package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Loudness.Method;
import dev.segue.contract.LoudnessTarget;
import dev.segue.contract.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GainChoiceTest {
    private static final LoudnessTarget EBU = new LoudnessTarget(-2_300, -100);

    private final List<Gain> asked = new ArrayList<>();

    @Test
    void soundWithoutATargetIsNotEvenMeasured() throws Exception {
        GainChoice choice = GainChoice.of(rendition(2, 2, null), meter(-1_000, 0, 100));

        assertThat(choice).isEqualTo(new GainChoice(Gain.NONE, Method.NONE, null));
        assertThat(asked).isEmpty();
    }

    @Test
    void aGainThatThePeakAllowsIsTheSameEverywhere() throws Exception {
        assertThat(GainChoice.of(rendition(2, 2, EBU), meter(-3_000, -900, 100)).gain())
                .isEqualTo(new Gain(700, null));
        assertThat(GainChoice.of(rendition(2, 2, EBU), meter(-900, 200, 100)).gain())
                .isEqualTo(new Gain(-1_400, null));
        assertThat(asked).containsExactly(Gain.NONE, Gain.NONE);
    }

    @Test
    void aPeakTooHighCallsForALimiterWhoseLossIsMadeUpFor() throws Exception {
        GainChoice choice = GainChoice.of(rendition(2, 2, EBU), meter(-3_000, -500, 50));

        assertThat(choice.method()).isEqualTo(Method.DYNAMIC);
        assertThat(choice.gain().peakCentiDb()).isEqualTo(-100);
        // 7 dB are missing; each dB of gain beyond 4 dB of head-room makes half a LU.
        assertThat(choice.gain().centiDb()).isBetween(970, 1_030);
        assertThat(asked).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void whatCannotBeReachedIsNotTriedForEver() throws Exception {
        GainChoice choice = GainChoice.of(rendition(2, 2, EBU), meter(-3_000, -500, 0));

        assertThat(choice.method()).isEqualTo(Method.DYNAMIC);
        assertThat(asked).hasSize(5);
    }

    @Test
    void silenceIsLeftAlone() throws Exception {
        GainChoice choice = GainChoice.of(rendition(2, 2, EBU), meter(-7_000, LoudnessMeter.NO_PEAK, 100));

        assertThat(choice.gain()).isEqualTo(Gain.NONE);
        assertThat(choice.method()).isEqualTo(Method.NONE);
        assertThat(choice.source()).isNotNull();
    }

    @Test
    void aMixThatWouldClipIsLoweredByWhatItsPeakExceeds() throws Exception {
        GainChoice lowered = GainChoice.of(rendition(6, 2, null), meter(-1_000, 380, 100));
        GainChoice kept = GainChoice.of(rendition(6, 2, null), meter(-2_000, -600, 100));

        assertThat(lowered.gain()).isEqualTo(new Gain(-480, null));
        assertThat(lowered.method()).isEqualTo(Method.LINEAR);
        assertThat(kept.gain()).isEqualTo(Gain.NONE);
        assertThat(kept.method()).isEqualTo(Method.NONE);
    }

    /** Loudness follows the gain, and by so many percent once a limiter holds the peak down. */
    private GainChoice.Meter meter(int centiLufs, int peakCentiDb, int limitedPercent) {
        return gain -> {
            asked.add(gain);
            int free = gain.peakCentiDb() == null
                    ? gain.centiDb()
                    : Math.min(gain.centiDb(), gain.peakCentiDb() - peakCentiDb);
            int loudness = centiLufs + free + (gain.centiDb() - free) * limitedPercent / 100;
            return new LoudnessMeter.Reading(loudness, peakCentiDb, peakCentiDb, 500);
        };
    }

    private static AudioRendition rendition(int from, int to, @Nullable LoudnessTarget target) {
        MediaInfo.Audio stream = new MediaInfo.Audio(1, "aac", 48_000, from, null, null, AudioRole.MAIN, null);
        return new AudioRendition("a1", stream, AudioCodec.AAC, 64_000, 48_000, to, null, AudioRole.MAIN, target);
    }
}
