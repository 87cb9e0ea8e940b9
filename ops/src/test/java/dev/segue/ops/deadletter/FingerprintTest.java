package dev.segue.ops.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FingerprintTest {
    @Test
    void takesOutWhatDiffersFromFilmToFilm() {
        assertThat(Fingerprint.cause(
                        "unit video-h264/3 of 0199f3c2-7d1e-7a40-9c55-2f1d6c0b8e11 has 98 of 100 frames", null))
                .isEqualTo("unit video-h#/# of # has # of # frames");
        assertThat(Fingerprint.cause("GET https://s3.example.org/vod/a/b?X-Amz-Signature=12 gave 503", null))
                .isEqualTo("GET # gave #");
        assertThat(Fingerprint.cause("cannot write '/data/films/my film.mp4': no space", null))
                .isEqualTo("cannot write '#': no space");
    }

    @Test
    void prefersFfmpegsLastComplaintToWhatFollowsIt() {
        String log = """
                [h264 @ 0x55d1c8a0f2c0] mmco: unref short failure
                [in#0 @ 0x7f1b2c] Error opening input: Invalid data found when processing input
                Exiting normally, received signal 15.
                """;

        assertThat(Fingerprint.cause("FFmpeg ended with status 183", log))
                .isEqualTo("[in## @ #] Error opening input: Invalid data found when processing input");
    }

    @Test
    void sameCauseHasSameFingerprintAndOtherCodesHaveOthers() {
        String one = Fingerprint.cause("took 12.5 s of 10 s", null);
        String other = Fingerprint.cause("took 7 s of 5 s", null);

        assertThat(Fingerprint.of("deadline", one)).isEqualTo(Fingerprint.of("deadline", other));
        assertThat(Fingerprint.of("deadline", one)).isNotEqualTo(Fingerprint.of("defect", one));
        assertThat(Fingerprint.of("deadline", one)).matches("[0-9a-f]{8}");
    }
}
