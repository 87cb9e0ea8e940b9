package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScratchNeedTest {
    private static final long SMALLEST = 16L << 20;
    /** 100 frames of 512 ticks at 12,800 ticks a second. */
    private static final FrameTimes FOUR_SECONDS = new FrameTimes(25_600, List.of(new FrameTimes.Run(512, 100)));

    @Test
    void aChunkMayTakeWhatItsRateControlAllowsACopyAndAQuarterMore() {
        assertThat(ScratchNeed.bytes(chunk(8_000_000L, 16_000_000L)))
                .isEqualTo(SMALLEST + (4_000_000 + 2_000_000) * 9 / 4);
    }

    @Test
    void aRenditionWithoutACeilingMayBecomeAsLargeAsThePictureItself() {
        assertThat(ScratchNeed.bytes(chunk(null, null))).isEqualTo(SMALLEST + 1280L * 720 * 3 / 2 * 100 * 9 / 4);
    }

    @Test
    void aSoundTrackOfTwelveHoursFitsTheArithmetic() {
        Unit.AudioTrack track = SampleUnits.sound(2, 48_000, 0, 12L * 3600 * 1_000_000);

        assertThat(ScratchNeed.bytes(track))
                .isEqualTo(SMALLEST + track.rendition().bitrateBps() / 8L * 12 * 3600 * 9 / 4);
    }

    private static Unit.VideoChunk chunk(@Nullable Long maxrate, @Nullable Long bufsize) {
        VideoRendition v720 = new VideoRendition(
                "v720",
                VideoCodec.H264,
                1280,
                720,
                new RateControl.Crf(21, maxrate, bufsize),
                "veryfast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
        return SampleUnits.chunk(
                SampleUnits.picture(SampleUnits.MP4_25), FOUR_SECONDS, 12_800L, List.of(0, 25, 50, 75), v720);
    }
}
