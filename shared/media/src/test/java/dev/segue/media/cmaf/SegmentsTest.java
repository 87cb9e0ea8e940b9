package dev.segue.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {
    private static final long SYNC = 0x0200_0000;
    private static final long NON_SYNC = 0x0101_0000;

    @TempDir
    Path folder;

    /** Decoded I P B B I P: two closed groups; the chunk's own times are a plain 25 fps. */
    private FragmentedMp4 chunk() throws Exception {
        return read(
                0,
                new long[] {SYNC, 0, 40},
                new long[] {NON_SYNC, 80, 40},
                new long[] {NON_SYNC, -40, 40},
                new long[] {NON_SYNC, -40, 40},
                new long[] {SYNC, 0, 40},
                new long[] {NON_SYNC, 0, 40});
    }

    private FragmentedMp4 read(long mediaStart, long[]... samples) throws Exception {
        return FragmentedMp4.read(Mp4Bytes.file(folder, mediaStart, samples));
    }

    @Test
    void givesFramesTheTimesOfTheSourceHoweverUneven() throws Exception {
        FragmentedMp4 mp4 = chunk();
        long[] boundaries = {1000, 1010, 1300, 1301, 1400, 1900, 5000};

        List<MediaSegment> segments = VideoSegments.cut(mp4, boundaries, List.of(4, 2), 7, 300);

        assertThat(segments)
                .extracting(MediaSegment::number, MediaSegment::start, MediaSegment::duration, MediaSegment::samples)
                .containsExactly(tuple(7, 1000L, 400L, 4), tuple(8, 1400L, 3600L, 2));
        List<Sample> back = parse(mp4, segments);
        assertThat(back).extracting(Sample::dts).containsExactly(1000L, 1010L, 1300L, 1301L, 1400L, 1900L);
        assertThat(back).extracting(Sample::pts).containsExactly(1300L, 1601L, 1310L, 1600L, 1700L, 2200L);
        assertThat(back).extracting(Sample::duration).containsExactly(10L, 290L, 1L, 99L, 500L, 3100L);
        assertThat(back).extracting(Sample::sync).containsExactly(true, false, false, false, true, false);
    }

    @Test
    void refusesAnOffsetThatIsTooSmallForTheReordering() throws Exception {
        FragmentedMp4 mp4 = chunk();

        assertThatThrownBy(() -> VideoSegments.cut(mp4, times(6), List.of(4, 2), 0, 39))
                .asInstanceOf(type(CmafViolation.class))
                .returns("offset-range", CmafViolation::code);
    }

    @Test
    void theEditListOfTheInitSegmentTakesTheOffsetOffAgain() throws Exception {
        FragmentedMp4 mp4 = chunk();
        List<byte[]> parts = new ArrayList<>(List.of(mp4.init(300)));
        VideoSegments.cut(mp4, times(6), List.of(4, 2), 0, 300).forEach(s -> parts.add(s.bytes()));

        FragmentedMp4 back = FragmentedMp4.read(Mp4Bytes.write(folder, parts.toArray(byte[][]::new)));

        assertThat(back.mediaStart()).isEqualTo(300);
        assertThat(back.init()).isEqualTo(mp4.init());
    }

    @Test
    void copiesEachFrameIntoItsSegment() throws Exception {
        List<MediaSegment> segments = VideoSegments.cut(chunk(), times(6), List.of(4, 2), 0, 80);

        assertThat(tail(segments.get(0), 4)).containsExactly(0, 1, 2, 3);
        assertThat(tail(segments.get(1), 2)).containsExactly(4, 5);
    }

    @Test
    void refusesAChunkOfAnotherNumberOfFrames() throws Exception {
        FragmentedMp4 mp4 = chunk();

        violation(mp4, times(7), List.of(4, 3))
                .returns("frame-count", CmafViolation::code)
                .returns(7L, CmafViolation::expected)
                .returns(6L, CmafViolation::found);
        violation(mp4, times(6), List.of(4, 1)).returns("frame-count", CmafViolation::code);
    }

    @Test
    void refusesASegmentThatDoesNotBeginWithAKeyFrame() throws Exception {
        violation(chunk(), times(6), List.of(5, 1)).returns("not-sync", CmafViolation::code);
    }

    @Test
    void refusesAnOpenGroup() throws Exception {
        FragmentedMp4 mp4 =
                read(0, new long[] {SYNC, 0, 40}, new long[] {NON_SYNC, 80, 40}, new long[] {SYNC, 0, 40}, new long[] {
                    NON_SYNC, -80, 40
                });

        violation(mp4, times(4), List.of(2, 2)).returns("open-group", CmafViolation::code);
    }

    @Test
    void refusesAKeyFrameThatIsShownAfterItsFollowers() throws Exception {
        FragmentedMp4 mp4 = read(0, new long[] {SYNC, 40, 40}, new long[] {NON_SYNC, -40, 40});

        violation(mp4, times(2), List.of(2)).returns("leading-picture", CmafViolation::code);
    }

    @Test
    void refusesTwoFramesShownAtTheSameTime() throws Exception {
        FragmentedMp4 mp4 = read(0, new long[] {SYNC, 40, 40}, new long[] {NON_SYNC, 0, 40});

        violation(mp4, times(2), List.of(2)).returns("duplicate-time", CmafViolation::code);
    }

    @Test
    void takesBoundariesThatDoNotRiseForADefect() throws Exception {
        FragmentedMp4 mp4 = chunk();

        assertThatThrownBy(() -> VideoSegments.cut(mp4, new long[7], List.of(6), 0, 80))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsSoundAtTheNearestFrameAndKeepsPrimingBeforeZero() throws Exception {
        FragmentedMp4 mp4 = read(21, frames(1 + 200, 21));

        List<MediaSegment> segments = AudioSegments.cut(mp4, 1000);

        // Frames of 21 ms: 48 x 21 = 1008 is nearest to 1000, 95 x 21 = 1995 to 2000.
        assertThat(segments).extracting(MediaSegment::start).containsExactly(0L, 1008L, 1995L, 3003L, 3990L);
        assertThat(segments).extracting(MediaSegment::samples).containsExactly(49, 47, 48, 47, 10);
        assertThat(segments).extracting(MediaSegment::duration).containsExactly(1008L, 987L, 1008L, 987L, 210L);
        assertThat(parse(mp4, segments))
                .hasSize(201)
                .allMatch(Sample::sync)
                .first()
                .returns(0L, Sample::dts);
    }

    @Test
    void joinsATinyTailToTheSegmentBefore() throws Exception {
        assertThat(AudioSegments.cut(read(0, frames(52, 20)), 1000)).hasSize(1);
        assertThat(AudioSegments.cut(read(0, frames(56, 20)), 1000)).hasSize(2);
        assertThat(AudioSegments.cut(read(0, frames(1, 20)), 1000)).hasSize(1);
    }

    @Test
    void refusesSoundWithAGapOrWithoutFrames() throws Exception {
        Path gap = Mp4Bytes.write(
                folder,
                Mp4Bytes.ftyp(),
                Mp4Bytes.moov(1000, new long[] {20, 1, SYNC}),
                Mp4Bytes.moof(Mp4Bytes.tfhd(0x20000), Mp4Bytes.tfdt(0), Mp4Bytes.trun(0x1, 1, 0)),
                Mp4Bytes.moof(Mp4Bytes.tfhd(0x20000), Mp4Bytes.tfdt(21), Mp4Bytes.trun(0x1, 1, 0)));
        FragmentedMp4 gapped = FragmentedMp4.read(gap);
        FragmentedMp4 empty =
                FragmentedMp4.read(Mp4Bytes.write(folder, Mp4Bytes.ftyp(), Mp4Bytes.moov(1000, new long[] {0, 0, 0})));

        assertThatThrownBy(() -> AudioSegments.cut(gapped, 1000))
                .asInstanceOf(type(CmafViolation.class))
                .returns("audio-gap", CmafViolation::code)
                .returns(20L, CmafViolation::expected)
                .returns(21L, CmafViolation::found);
        assertThatThrownBy(() -> AudioSegments.cut(empty, 1000))
                .asInstanceOf(type(CmafViolation.class))
                .returns("no-samples", CmafViolation::code);
    }

    private static AbstractObjectAssert<?, CmafViolation> violation(
            FragmentedMp4 mp4, long[] boundaries, List<Integer> segmentFrames) {
        return assertThatThrownBy(() -> VideoSegments.cut(mp4, boundaries, segmentFrames, 0, 80))
                .asInstanceOf(type(CmafViolation.class));
    }

    private List<Sample> parse(FragmentedMp4 mp4, List<MediaSegment> segments) throws Exception {
        List<byte[]> parts = new ArrayList<>(List.of(mp4.init()));
        segments.forEach(s -> parts.add(s.bytes()));
        return FragmentedMp4.read(Mp4Bytes.write(folder, parts.toArray(byte[][]::new)))
                .samples();
    }

    private static long[] times(int frames) {
        long[] times = new long[frames + 1];
        Arrays.setAll(times, i -> i * 40L);
        return times;
    }

    private static long[][] frames(int count, long duration) {
        long[][] frames = new long[count][];
        Arrays.setAll(frames, i -> new long[] {SYNC, 0, duration});
        return frames;
    }

    private static int[] tail(MediaSegment segment, int count) {
        byte[] bytes = segment.bytes();
        int[] tail = new int[count];
        Arrays.setAll(tail, i -> bytes[bytes.length - count + i]);
        return tail;
    }
}
