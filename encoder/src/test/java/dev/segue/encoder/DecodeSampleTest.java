package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DecodeSampleTest {
    private static final int LARGE = 0;
    private static final int SMALL = 1;
    private static final int MIDDLE = 2;

    @Test
    void theSmallestRenditionIsDecodedWhole() {
        assertThat(DecodeSample.some(chunk(7), SMALL)).containsExactly(0, 1, 2);
    }

    @Test
    void oneOfTheOthersTakesItsTurnWithOneSegment() {
        Set<List<Integer>> seen = new HashSet<>();
        for (int index = 0; index < 12; index++) {
            List<Integer> large = DecodeSample.some(chunk(index), LARGE);
            List<Integer> middle = DecodeSample.some(chunk(index), MIDDLE);
            assertThat(large.size() + middle.size()).as("chunk %d", index).isEqualTo(1);
            large.forEach(s -> seen.add(List.of(LARGE, s)));
            middle.forEach(s -> seen.add(List.of(MIDDLE, s)));
        }
        assertThat(seen).as("every segment of both within two rounds").hasSize(6);
    }

    @Test
    void aLadderOfOneRungIsDecodedWhole() {
        Unit.VideoChunk alone = chunk(3, SampleUnits.rendition("v180", 320, 180));

        assertThat(DecodeSample.some(alone, 0)).containsExactly(0, 1, 2);
    }

    private static Unit.VideoChunk chunk(int index) {
        return chunk(
                index,
                SampleUnits.rendition("v720", 1280, 720),
                SampleUnits.rendition("v180", 320, 180),
                SampleUnits.rendition("v360", 640, 360));
    }

    private static Unit.VideoChunk chunk(int index, VideoRendition... renditions) {
        return new Unit.VideoChunk(
                "video-h264",
                index,
                20,
                SampleUnits.picture(SampleUnits.MP4_25),
                new FrameTimes(0, List.of(new FrameTimes.Run(512, 30))),
                null,
                0,
                1_024,
                index * 3,
                List.of(10, 10, 10),
                IntStream.of(0, 10, 20).boxed().toList(),
                false,
                List.of(renditions),
                null);
    }
}
