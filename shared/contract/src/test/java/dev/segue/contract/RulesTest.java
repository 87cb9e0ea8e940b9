package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that records hold themselves to. */
final class RulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "film-7_b", "0199f3c2-7d1e-7a40-9c55-2f1d6c0b8e11"})
    void takesSafeIds(String id) {
        assertThat(Require.id("videoId", id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", "_a", "a/b", "a.b", "..", "ä", "a b", "a\n", "a\u0000"})
    void refusesIdsThatCouldLeaveTheirFolder(String id) {
        refuses("videoId must be 1 to 64 letters", () -> Require.id("videoId", id));
    }

    @Test
    void refusesAnIdThatIsTooLong() {
        assertThat(Require.id("videoId", "a".repeat(64))).hasSize(64);
        refuses("videoId must be 1 to 64 letters", () -> Require.id("videoId", "a".repeat(65)));
    }

    @Test
    void namesTheFieldThatIsMissingEmptyOrTooSmall() {
        refuses("videoId is missing", () -> Require.id("videoId", null));
        refuses("stage is missing", () -> Require.text("stage", null));
        refuses("stage must not be empty", () -> Require.text("stage", " "));
        refuses("job is missing", () -> Require.present("job", null));
        refuses("runs is missing", () -> Require.filled("runs", null));
        refuses("runs must not be empty", () -> Require.filled("runs", List.of()));
        refuses("an element of runs is missing", () -> Require.list("runs", Arrays.asList("a", null)));
        refuses("unit must be at least 0 but is -1", () -> Require.atLeast("unit", -1, 0));
    }

    @Test
    void jobFillsInDefaultsAndKeepsNamesHarmless() {
        assertThat(new Job(null, null, null, null)).isEqualTo(new Job("", "standard", Priority.NORMAL, "default"));
        assertThat(new Job(null, " ", null, "").owner()).isEqualTo("default");
        assertThat(new Job("a\u001b[31m\nb", null, null, null).name()).isEqualTo("a\uFFFD[31m\uFFFDb");
        assertThat(new Job("x".repeat(300), null, null, null).name()).hasSize(255);
        refuses("profile must be", () -> new Job(null, "../../etc", null, null));
    }

    @Test
    void unitIsWithinItsTrackAndItsSegmentsHoldItsFrames() {
        refuses("unitsInTrack must be at least 3 but is 2", () -> chunk(2, 2, List.of(50)));
        refuses("segments hold 49 frames but times has 50", () -> chunk(1, 2, List.of(49)));
        refuses(
                "unitsInTrack must be at least 1 but is 0",
                () -> new Unit.AudioTrack("a1", 0, 0, Samples.A1, 0, 1, 4_000));
        assertThat(Samples.chunk().id()).isEqualTo("video-h264/1");
        assertThat(Samples.chunk().renditionIds()).containsExactly("v720", "v360");
        assertThat(Samples.track().renditionIds()).containsExactly("a1");
    }

    @Test
    void unitsRenditionsAreAmongThoseOfTheVideo() {
        refuses(
                "renditions must hold those of the unit",
                () -> new SegmentsReady(
                        "v1", 1, Samples.JOB, Samples.ORIGINAL, "mov", Samples.chunk(), List.of("v720")));
    }

    @Test
    void planMakesSomethingInSegmentsOfWholeGops() {
        refuses(
                "segmentMs must be a multiple of gopMs",
                () -> new Plan("p", 4_000, 3_000, null, List.of(Samples.A1), List.of()));
        refuses("a plan must make something", () -> new Plan("p", 4_000, 2_000, null, List.of(), List.of()));
        refuses(
                "gopMs must be at least 100 but is 0",
                () -> new Plan("p", 4_000, 0, null, List.of(Samples.A1), List.of()));
    }

    @Test
    void picturesAreEvenAndTurnedByQuarters() {
        refuses(
                "width and height must be even but are 853x480",
                () -> new VideoRendition(
                        "v",
                        VideoCodec.H264,
                        853,
                        480,
                        new RateControl.Crf(20, null, null),
                        "fast",
                        null,
                        "yuv420p",
                        MediaInfo.DynamicRange.SDR,
                        List.of()));
        refuses(
                "rotation must be 0, 90, 180 or 270 but is 45",
                () -> new MediaInfo.Video(
                        0,
                        "h264",
                        null,
                        2,
                        2,
                        45,
                        new Rational(1, 1),
                        "yuv420p",
                        new Rational(1, 25),
                        null,
                        MediaInfo.Scan.PROGRESSIVE,
                        MediaInfo.DynamicRange.SDR,
                        false,
                        "bt709",
                        "bt709",
                        null,
                        null));
    }

    @Test
    void ceilingsOfABitRateHaveABufferAndLieAboveTheAverage() {
        refuses("maxrateBps and bufsizeBits belong together", () -> new RateControl.Crf(20, 500_000L, null));
        refuses(
                "maxrateBps must be at least 500000 but is 400000",
                () -> new RateControl.Vbr(500_000, 400_000L, 800_000L));
        assertThat(new RateControl.Vbr(4_000_000, 6_000_000L, 8_000_000L).scaled(1, 4))
                .isEqualTo(new RateControl.Vbr(1_000_000, 1_500_000L, 2_000_000L));
        assertThat(new RateControl.Cbr(4_000_000, 8_000_000L).scaled(2, 1))
                .isEqualTo(new RateControl.Cbr(4_000_000, 8_000_000L));
        assertThat(new RateControl.Crf(20, null, null).scaled(1, 4)).isEqualTo(new RateControl.Crf(20, null, null));
    }

    @Test
    void objectsHaveNamesAndBytes() {
        refuses("key must not be empty", () -> new ObjectRef("vod", ""));
        refuses("bytes must be at least 1 but is 0", () -> new StoredObject(0, Samples.SHA));
        refuses("sizeBytes must be at least 0 but is -1", () -> new Source(Samples.UPLOAD.object(), -1, null));
        assertThat(new ObjectRef("vod", "v1/v1/master.m3u8")).hasToString("s3://vod/v1/v1/master.m3u8");
    }

    @Test
    void listsOfAnEventCannotBeChangedLater() {
        for (Event event : Samples.all().values()) {
            if (event instanceof SegmentEncoded e) {
                assertThat(e.outputs()).isUnmodifiable();
            }
            if (event instanceof Rejected e) {
                assertThat(e.facts()).isUnmodifiable();
            }
        }
    }

    private static Unit chunk(int index, int units, List<Integer> segmentFrames) {
        FrameTimes times = new FrameTimes(0, List.of(new FrameTimes.Run(512, 50)));
        return new Unit.VideoChunk(
                "video-h264",
                index,
                units,
                Samples.PICTURE,
                times,
                null,
                0,
                2,
                0,
                segmentFrames,
                List.of(0),
                true,
                List.of(Samples.V720),
                null);
    }

    private static void refuses(String message, ThrowingCallable code) {
        assertThatThrownBy(code).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
