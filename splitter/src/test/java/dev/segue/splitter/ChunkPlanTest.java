package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {
    private static final Rational MILLIS = new Rational(1, 1_000);
    private static final Rational NINETY_KHZ = new Rational(1, 90_000);

    @Test
    void seeksToTheLastKeyFrameUnlessItNeedsTheGroupBefore() {
        long[] times = LongStream.range(0, 600).map(i -> i * 40).toArray();
        long[] keys = {0, 4_000, 8_000, 12_000, 16_000, 20_000};

        List<ChunkPlan.Chunk> chunks = new ChunkPlan(times, 24_000, keys, new long[] {12_000, 16_000, 20_000}, MILLIS)
                .chunks(4_000, 2_000, atMost(4_000));

        assertThat(chunks)
                .extracting(ChunkPlan.Chunk::seek)
                .containsExactly(null, 4_000L, 8_000L, 8_000L, 12_000L, 16_000L);
    }

    @Test
    void aFilmOf25FramesASecondIsCutIntoWholeSegments() {
        ChunkPlan plan = film(new Rational(1, 25), 1, 1_000, 0, 50);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).extracting(ChunkPlan.Chunk::firstSegment).containsExactly(0, 1, 4, 6, 7, 8, 9);
        assertThat(chunks.get(0).segmentFrames()).containsExactly(100);
        assertThat(chunks.get(2).segmentFrames()).containsExactly(100, 100);
        assertThat(chunks.get(2).keyFrames()).containsExactly(0, 50, 100, 150);
        assertThat(chunks.get(2).times()).isEqualTo(new FrameTimes(400, List.of(new FrameTimes.Run(1, 200))));
        wholeFilm(plan, chunks);
    }

    @Test
    void seekGoesToTheKeyFrameBeforeTheLastOne() {
        List<ChunkPlan.Chunk> chunks =
                film(new Rational(1, 25), 1, 1_000, 0, 60).chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks.get(0).seek()).isNull();
        // The chunk begins at 100; key frames lie at 0, 60 and 120, and the first needs no seek.
        assertThat(chunks.get(1).seek()).isNull();
        // At 600, a key frame itself: 540 is the one before.
        assertThat(chunks.get(2).seek()).isEqualTo(540);
    }

    @Test
    void aChunkThatBeginsOnAKeyFrameStillSeeksToTheOneBefore() {
        List<ChunkPlan.Chunk> chunks =
                film(new Rational(1, 25), 1, 1_000, 0, 50).chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks.get(1).seek()).isEqualTo(50);
    }

    @Test
    void aFilmWithOneKeyFrameIsDecodedFromItsStartForEveryChunk() {
        List<ChunkPlan.Chunk> chunks =
                film(new Rational(1, 25), 1, 1_000, 0, 100_000).chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).hasSize(4).allMatch(c -> c.seek() == null);
    }

    @Test
    void aLongFilmWithOneKeyFrameIsCutIntoFewChunks() {
        ChunkPlan plan = film(new Rational(1, 25), 1, 25 * 3_600, 0, 100_000);

        assertThat(plan.chunks(4_000, 2_000, atMost(12_000))).hasSize(8);
    }

    @Test
    void at2997ASegmentIsAsManyFramesAsBeginWithinIt() {
        ChunkPlan plan = film(new Rational(1, 30_000), 1_001, 900, 0, 60);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        // Frame 120 is shown at 4.004 s, frame 240 at 8.008 s, frame 360 at 12.012 s; frame 839 at 27.995 s, 840 at
        // 28.028 s.
        assertThat(segments(chunks)).containsExactly(120, 120, 120, 120, 120, 120, 120, 60);
        wholeFilm(plan, chunks);
    }

    @Test
    void overALongFilmTheGridDoesNotDrift() {
        ChunkPlan plan = film(new Rational(1, 30_000), 1_001, 110_000, 0, 60);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        assertThat(segments(chunks)).contains(119);
        long[] starts = segmentStarts(plan, chunks);
        for (int k = 0; k < starts.length; k++) {
            assertThat(starts[k]).isBetween(k * 120_000L, k * 120_000L + 1_000);
        }
        wholeFilm(plan, chunks);
    }

    @Test
    void at23976InMillisecondsEveryTimeStaysAsItIs() {
        long[] times =
                LongStream.range(0, 720).map(i -> Math.round(i * 1001 / 24.0)).toArray();
        ChunkPlan plan = new ChunkPlan(times, 30_030, new long[] {0, 10_000}, new long[] {0, 10_000}, MILLIS);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        assertThat(segments(chunks)).containsExactly(96, 96, 96, 96, 96, 96, 96, 48);
        assertThat(chunks.get(1).keyFrames()).startsWith(0, 48);
        wholeFilm(plan, chunks);
    }

    @Test
    void aStartFarFromZeroIsTheOriginOfTheGrid() {
        long offset = 3_600L * 90_000 + 126_000;
        ChunkPlan plan = film(NINETY_KHZ, 3_600, 500, offset, 50);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        assertThat(plan.origin()).isEqualTo(offset);
        assertThat(segments(chunks)).containsExactly(100, 100, 100, 100, 100);
        assertThat(chunks.get(0).times().start()).isEqualTo(offset);
        wholeFilm(plan, chunks);
    }

    @Test
    void aFilmMayBeginBeforeZero() {
        ChunkPlan plan = film(MILLIS, 40, 300, -23, 50);

        assertThat(segments(plan.chunks(4_000, 2_000, atMost(12_000)))).containsExactly(100, 100, 100);
    }

    @Test
    void framesOfVariableLengthFallIntoTheSegmentTheyBeginIn() {
        Random random = new Random(7);
        long[] times = new long[2_000];
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + 5 + random.nextInt(60);
        }
        long end = times[times.length - 1] + 20;
        ChunkPlan plan = new ChunkPlan(times, end, new long[] {0}, new long[] {0}, MILLIS);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        for (long start : segmentStarts(plan, chunks)) {
            int frame = Arrays.binarySearch(times, start);
            assertThat(frame == 0 || times[frame - 1] / 4_000 < start / 4_000).isTrue();
        }
        wholeFilm(plan, chunks);
    }

    @Test
    void aGapLongerThanASegmentMakesNoEmptySegment() {
        long[] times = {0, 40, 80, 20_000, 20_040};
        ChunkPlan plan = new ChunkPlan(times, 25_000, new long[] {0}, new long[] {0}, MILLIS);

        List<ChunkPlan.Chunk> chunks = plan.chunks(4_000, 2_000, atMost(12_000));

        assertThat(segments(chunks)).containsExactly(3, 2);
        wholeFilm(plan, chunks);
    }

    @Test
    void aFilmShorterThanASegmentIsOneChunk() {
        List<ChunkPlan.Chunk> chunks = film(new Rational(1, 25), 1, 60, 0, 50).chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).hasSize(1);
        assertThat(chunks.get(0).segmentFrames()).containsExactly(60);
        assertThat(chunks.get(0).keyFrames()).containsExactly(0, 50);
    }

    @Test
    void oneFrameIsAFilm() {
        List<ChunkPlan.Chunk> chunks = new ChunkPlan(new long[] {7}, 47, new long[] {7}, new long[] {7}, MILLIS)
                .chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).hasSize(1);
        assertThat(chunks.get(0).times()).isEqualTo(new FrameTimes(7, List.of(new FrameTimes.Run(40, 1))));
        assertThat(chunks.get(0).keyFrames()).containsExactly(0);
    }

    @Test
    void aStubAtTheEndIsJoinedToTheSegmentBeforeIt() {
        assertThat(segments(film(new Rational(1, 25), 1, 212, 0, 50).chunks(4_000, 2_000, atMost(12_000))))
                .containsExactly(100, 112);
        assertThat(segments(film(new Rational(1, 25), 1, 213, 0, 50).chunks(4_000, 2_000, atMost(12_000))))
                .containsExactly(100, 100, 13);
    }

    @Test
    void afterAFirstSegmentChunksGetShorterTowardsTheEnd() {
        List<ChunkPlan.Chunk> chunks =
                film(new Rational(1, 25), 1, 90_000, 0, 50).chunks(4_000, 2_000, atMost(12_000));
        List<Integer> sizes = chunks.stream().map(c -> c.segmentFrames().size()).toList();

        assertThat(sizes).startsWith(1, 3, 3, 3).endsWith(2, 1, 1, 1, 1).allMatch(size -> size <= 3);
    }

    @Test
    void aChunkEndsWhereTheNextHasLittleToDecodeInVain() {
        // Key frames every 10 s; 20 s and 40 s are both on the grid of segments and key frames.
        long[] times = LongStream.range(0, 1_500).map(i -> i * 40).toArray();
        long[] keys = {0, 10_000, 20_000, 30_000, 40_000, 50_000};

        List<ChunkPlan.Chunk> chunks =
                new ChunkPlan(times, 60_000, keys, new long[0], MILLIS).chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).extracting(c -> c.times().start() / 1_000).containsExactly(0L, 4L, 20L, 40L, 44L, 52L, 56L);
    }

    @Test
    void aFilmWithKeyFramesOnlyAtItsStartIsCutIntoFewChunks() {
        long[] times = LongStream.range(0, 2 * 3_600 * 25).map(i -> i * 40).toArray();

        List<ChunkPlan.Chunk> chunks = new ChunkPlan(times, 7_200_000, new long[] {0, 1_000}, new long[0], MILLIS)
                .chunks(4_000, 2_000, atMost(12_000));

        assertThat(chunks).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void chunksThatCannotBeSoughtAreNearlyEqual() {
        assertThat(ChunkPlan.even(1, 1)).containsExactly(1);
        assertThat(ChunkPlan.even(7, 3)).containsExactly(2, 2, 3);
    }

    @Test
    void aFilmWithoutAnEndAfterItsLastFrameIsADefect() {
        assertThatThrownBy(() -> new ChunkPlan(new long[] {0, 1}, 1, new long[0], new long[0], MILLIS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkPlan(new long[0], 1, new long[0], new long[0], MILLIS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ChunkLength atMost(int ms) {
        return new ChunkLength(new PictureCost(0.1, 1), 2, ms);
    }

    private static ChunkPlan film(Rational timeBase, long frame, int frames, long start, int gop) {
        long[] times = LongStream.range(0, frames).map(i -> start + i * frame).toArray();
        long[] keys = LongStream.range(0, frames)
                .filter(i -> i % gop == 0)
                .map(i -> start + i * frame)
                .toArray();
        return new ChunkPlan(times, start + frames * frame, keys, keys, timeBase);
    }

    private static List<Integer> segments(List<ChunkPlan.Chunk> chunks) {
        return chunks.stream().flatMap(c -> c.segmentFrames().stream()).toList();
    }

    private static long[] segmentStarts(ChunkPlan plan, List<ChunkPlan.Chunk> chunks) {
        List<Long> starts = new ArrayList<>();
        for (ChunkPlan.Chunk chunk : chunks) {
            long[] times = chunk.times().boundaries();
            int frame = 0;
            for (int count : chunk.segmentFrames()) {
                starts.add(times[frame] - plan.origin());
                frame += count;
            }
        }
        return starts.stream().mapToLong(Long::longValue).toArray();
    }

    /** No frame is lost or doubled, chunks follow each other without a gap, and each segment begins with a key frame. */
    private static void wholeFilm(ChunkPlan plan, List<ChunkPlan.Chunk> chunks) {
        long time = plan.origin();
        int segment = 0;
        for (ChunkPlan.Chunk chunk : chunks) {
            assertThat(chunk.times().start()).isEqualTo(time);
            assertThat(chunk.firstSegment()).isEqualTo(segment);
            assertThat(chunk.segmentFrames().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(chunk.times().count());
            int frame = 0;
            for (int count : chunk.segmentFrames()) {
                assertThat(chunk.keyFrames()).contains(frame);
                frame += count;
            }
            assertThat(chunk.keyFrames()).isSorted().doesNotHaveDuplicates();
            time = chunk.times().end();
            segment += chunk.segmentFrames().size();
        }
        assertThat(time).isEqualTo(plan.end());
    }
}
