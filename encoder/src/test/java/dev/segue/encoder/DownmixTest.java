package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DownmixTest {
    @Test
    void stereoHasTheCoefficientsOfTheRecommendation() {
        assertThat(Downmix.pan(stream(6, "5.1(side)"), 2))
                .isEqualTo("pan=stereo"
                        + "|FL=1*FL+1*DL+0.707107*FLC+0.707107*WL+0.707107*TFL"
                        + "+0.707107*FC+0.707107*BL+0.707107*SL+0.5*BC+0.707107*TBL"
                        + "|FR=1*FR+1*DR+0.707107*FRC+0.707107*WR+0.707107*TFR"
                        + "+0.707107*FC+0.707107*BR+0.707107*SR+0.5*BC+0.707107*TBR");
    }

    @Test
    void aSingleChannelIsHeardOnBothSidesAsItIs() {
        assertThat(Downmix.pan(stream(1, "mono"), 2)).isEqualTo("pan=stereo|FL=c0|FR=c0");
        assertThat(Downmix.pan(stream(1, "1 channels (FL)"), 2))
                .as("as cameras mark single tracks")
                .isEqualTo("pan=stereo|FL=c0|FR=c0");
        assertThat(Downmix.pan(stream(1, null), 1)).isEqualTo("pan=mono|FC=c0");
    }

    @Test
    void monoHasTheCoefficientsOfTheRecommendation() {
        assertThat(Downmix.pan(stream(2, "stereo"), 1))
                .contains("1*FC+0.707107*FL+", "+0.707107*FR+", "+0.5*SL", "+0.5*SR");
    }

    @Test
    void surroundSoundStaysAsItIs() {
        assertThat(Downmix.pan(stream(6, "5.1"), 6))
                .startsWith("pan=5.1|FL=1*FL+")
                .contains("|FC=1*FC|LFE=1*LFE|BL=1*BL+1*SL+", "|BR=1*BR+1*SR+");
    }

    @Test
    void twoPairsOfSurroundsBecomeOneOfTheSamePower() {
        assertThat(Downmix.pan(stream(8, "7.1"), 6))
                .contains("|BL=0.707107*BL+0.707107*SL+", "|BR=0.707107*BR+0.707107*SR+");
    }

    @Test
    void channelsInAnOrderOfTheFilesOwnAreGivenByTheirNumbers() {
        assertThat(Downmix.pan(stream(6, "6 channels (FC+FL+FR+BL+BR+LFE)"), 2))
                .isEqualTo("pan=stereo|FL=1*c1+0.707107*c0+0.707107*c3|FR=1*c2+0.707107*c0+0.707107*c4");
        assertThat(Downmix.pan(stream(3, "3 channels (FL@left+FR+LFE)"), 6))
                .isEqualTo("pan=5.1|FL=1*c0|FR=1*c1|FC=0*c0|LFE=1*c2|BL=0*c0|BR=0*c0");
    }

    @Test
    void layoutsThatNobodyAsksForAreADefect() {
        assertThatThrownBy(() -> Downmix.pan(stream(2, null), 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static MediaInfo.Audio stream(int channels, @Nullable String layout) {
        return new MediaInfo.Audio(1, "aac", 48_000, channels, layout, null, AudioRole.MAIN, null);
    }
}
