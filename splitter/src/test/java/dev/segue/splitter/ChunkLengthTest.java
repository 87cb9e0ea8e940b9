package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Films from a few seconds to hours, on a laptop and on a cluster: what the chosen chunks cost and how soon they are all done. */
class ChunkLengthTest {
    private static final int SEGMENT_MS = 4_000;
    private static final Rational RATE = new Rational(1, 25);

    /** Processor-seconds a second of film: a ladder up to 1080p, a quick one up to 720p, one rung of 240p. */
    private static final PictureCost FULL = new PictureCost(0.35, 5.7);

    private static final PictureCost QUICK = new PictureCost(0.35, 0.7);
    private static final PictureCost TINY = new PictureCost(0.35, 0.05);

    static Stream<Arguments> filmsAndClusters() {
        return IntStream.of(5, 20, 60, 600, 7_200).boxed().flatMap(film -> IntStream.of(2, 8, 64)
                .boxed()
                .flatMap(slots -> Stream.of(FULL, QUICK, TINY).map(cost -> Arguments.of(film, slots, cost))));
    }

    @ParameterizedTest
    @MethodSource("filmsAndClusters")
    void everySlotHasWorkAndNothingIsWasted(int film, int slots, PictureCost cost) {
        ChunkPlan plan = film(film, 2);
        List<ChunkPlan.Chunk> chunks = plan.chunks(SEGMENT_MS, 2_000, new ChunkLength(cost, slots, null));
        int segments = chunks.stream().mapToInt(c -> c.segmentFrames().size()).sum();

        assertThat(chunks).as("a chunk for each slot").hasSizeGreaterThanOrEqualTo(Math.min(slots, segments));
        assertThat(chunks.getFirst().segmentFrames())
                .as("one segment, to be seen soon")
                .hasSize(1);
        assertThat(chunks)
                .as("what is lost with a unit")
                .allMatch(c -> seconds(c) <= 60 || c.segmentFrames().size() == 1);
        assertThat(chunks)
                .allMatch(c -> seconds(c) * cost.perSecond() <= ChunkLength.LONGEST_WORK
                        || c.segmentFrames().size() == 1);

        double work = film * cost.perSecond();
        double spent = chunks.stream().mapToDouble(c -> spent(c, cost)).sum();
        if (segments >= 20 * slots) {
            assertThat(spent).as("starts and decoding in vain").isLessThan(work * 1.12);
        }
        // No better than what the slot with the most segments has to do.
        int most = (segments + slots - 1) / slots;
        double best = ChunkLength.START + most * SEGMENT_MS / 1e3 * cost.perSecond();
        assertThat(wall(chunks, slots, cost))
                .as("until the last one is done, against %s s", best)
                .isLessThan(best * 1.3 + ChunkLength.START + 2 * cost.decoding());
    }

    @Test
    void aLongFilmLosesHardlyAnything() {
        List<ChunkPlan.Chunk> chunks = film(7_200, 2).chunks(SEGMENT_MS, 2_000, new ChunkLength(FULL, 8, null));

        double spent = chunks.stream().mapToDouble(c -> spent(c, FULL)).sum();

        assertThat(spent / (7_200 * FULL.perSecond())).isLessThan(1.015);
        assertThat(wall(chunks, 8, FULL)).isCloseTo(spent / 8, within(spent / 8 * 0.01));
    }

    @Test
    void aShortClipIsDoneSoonerThanWithAFixedLength() {
        ChunkPlan clip = film(20, 2);

        double chosen = wall(clip.chunks(SEGMENT_MS, 2_000, new ChunkLength(FULL, 8, null)), 8, FULL);
        double fixed = spent(
                clip.chunks(20_000, 2_000, new ChunkLength(FULL, 8, 20_000)).getFirst(), FULL);

        assertThat(chosen).isLessThan(fixed / 4);
    }

    @Test
    void rareKeyFramesMakeLongerChunks() {
        List<ChunkPlan.Chunk> often = film(600, 1).chunks(SEGMENT_MS, 2_000, new ChunkLength(QUICK, 2, null));
        List<ChunkPlan.Chunk> rarely = film(600, 20).chunks(SEGMENT_MS, 2_000, new ChunkLength(QUICK, 2, null));

        assertThat(rarely.size()).isLessThan(often.size());
    }

    @Test
    void aLengthThatIsAskedForIsTheLongest() {
        ChunkLength length = new ChunkLength(FULL, 64, 12_000);

        assertThat(length.range(1_800, 4, 0)).isEqualTo(new ChunkLength.Range(1, 3));
        assertThat(new ChunkLength(FULL, 2, 1_000).range(5, 4, 0)).isEqualTo(new ChunkLength.Range(1, 1));
    }

    @Test
    void whereNothingCanBeSeekedToChunksAreFewUnlessAUnitWouldTakeTooLong() {
        assertThat(new ChunkLength(TINY, 64, null).chunksWithoutSeek(1_800, 4, 15))
                .isEqualTo(8);
        assertThat(new ChunkLength(FULL, 8, null).chunksWithoutSeek(1_800, 4, 5))
                .isEqualTo(46);
        assertThat(new ChunkLength(FULL, 8, null).chunksWithoutSeek(5, 4, 5)).isEqualTo(5);
        assertThat(new ChunkLength(FULL, 1, null).chunksWithoutSeek(3, 4, 5)).isEqualTo(2);
        assertThat(new ChunkLength(FULL, 1, null).chunksWithoutSeek(1, 4, 5)).isEqualTo(1);
    }

    @Test
    void aPictureCostsWhatItsRenditionsDo() {
        MediaInfo.Video full = picture(1_920, 1_080);
        PictureCost ladder = PictureCost.of(full, List.of(rung(640, 360), rung(1_920, 1_080)), 25);

        assertThat(ladder.decoding()).isCloseTo(0.35, within(0.01));
        assertThat(ladder.encoding()).isCloseTo(3.6, within(0.01));
        assertThat(PictureCost.of(full, List.of(rung(640, 360)), 50).encoding()).isCloseTo(0.72, within(0.01));
    }

    @Test
    void withoutSlotsNothingIsEncoded() {
        assertThatThrownBy(() -> new ChunkLength(FULL, 0, null)).hasMessageContaining("slots");
    }

    /** When the last chunk is done, if each free slot takes the next one. */
    private static double wall(List<ChunkPlan.Chunk> chunks, int slots, PictureCost cost) {
        PriorityQueue<Double> free = new PriorityQueue<>();
        IntStream.range(0, slots).forEach(i -> free.add(0.0));
        chunks.forEach(c -> free.add(free.remove() + spent(c, cost)));
        return free.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static double spent(ChunkPlan.Chunk chunk, PictureCost cost) {
        long from = chunk.seek() == null ? 0 : chunk.seek();
        double vain = (chunk.times().start() - from) * RATE.toDouble();
        return ChunkLength.START + vain * cost.decoding() + seconds(chunk) * cost.perSecond();
    }

    private static double seconds(ChunkPlan.Chunk chunk) {
        return (chunk.times().end() - chunk.times().start()) * RATE.toDouble();
    }

    private static ChunkPlan film(int seconds, int keySeconds) {
        long[] times = LongStream.range(0, seconds * 25L).toArray();
        long[] keys = LongStream.range(0, times.length)
                .filter(i -> i % (keySeconds * 25L) == 0)
                .toArray();
        return new ChunkPlan(times, times.length, keys, new long[0], RATE);
    }

    private static VideoRendition rung(int width, int height) {
        return new VideoRendition(
                "v" + height,
                VideoCodec.H264,
                width,
                height,
                new RateControl.Crf(23, null, null),
                "medium",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
    }

    private static MediaInfo.Video picture(int width, int height) {
        return new MediaInfo.Video(
                0,
                "h264",
                null,
                width,
                height,
                0,
                new Rational(1, 1),
                "yuv420p",
                RATE,
                null,
                MediaInfo.Scan.PROGRESSIVE,
                MediaInfo.DynamicRange.SDR,
                false,
                null,
                null,
                null,
                null);
    }
}
