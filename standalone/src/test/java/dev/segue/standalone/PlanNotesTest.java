package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.Source;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoProgress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanNotesTest {
    @Test
    void saysOnceWhatIsMadeWhatIsNotAndWhatIsOdd() {
        PlanNotes notes = new PlanNotes();
        VideoProgress film = VideoProgress.of(new EventRecord.Stated("probed", probed("film"), Instant.EPOCH));

        assertThat(notes.news(film))
                .containsExactly(
                        "  makes h264: v360 640x360, v720 1280x720; aac: a1 2 ch de (standard)",
                        "  leaves out v1080, v2160: It is never enlarged.",
                        "  note: The picture is turned. [rotated]");
        assertThat(notes.news(film)).isEmpty();
        assertThat(notes.news(VideoProgress.of(new EventRecord.Stated("probed", probed("other"), Instant.EPOCH))))
                .hasSize(3);
    }

    private static Probed probed(String videoId) {
        MediaInfo.Video picture = new MediaInfo.Video(
                0,
                "h264",
                null,
                1280,
                720,
                90,
                new Rational(1, 1),
                "yuv420p",
                new Rational(1, 25),
                new Rational(25, 1),
                MediaInfo.Scan.PROGRESSIVE,
                MediaInfo.DynamicRange.SDR,
                false,
                null,
                null,
                null,
                null);
        MediaInfo.Audio sound = new MediaInfo.Audio(1, "aac", 48_000, 2, "stereo", "de", AudioRole.MAIN, null);
        return new Probed(
                videoId,
                1,
                new Job("film.mp4", null, null, null),
                new Source(new ObjectRef("originals", "key"), 1, null),
                new MediaInfo("mov", 1_000_000, List.of(picture), List.of(sound)),
                new Plan(
                        "standard",
                        4_000,
                        2_000,
                        new Plan.VideoPlan(
                                picture, List.of(rung("v360", 640, 360), rung("v720", 1280, 720)), null, null),
                        List.of(new AudioRendition(
                                "a1", sound, AudioCodec.AAC, 128_000, 48_000, 2, "de", AudioRole.MAIN, null)),
                        List.of(
                                new Omission("v1080", "upscaling", "It is never enlarged."),
                                new Omission("v2160", "upscaling", "It is never enlarged."))),
                List.of(new Warning("rotated", "The picture is turned.")));
    }

    private static VideoRendition rung(String id, int width, int height) {
        return new VideoRendition(
                id,
                VideoCodec.H264,
                width,
                height,
                new RateControl.Crf(23, null, null),
                "fast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
    }
}
