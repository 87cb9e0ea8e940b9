package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ProgramRun;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegFailedExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "DEADLINE, '', ffmpeg-deadline, true",
        "NOT_STARTED, '', ffmpeg-not-started, true",
        "OUT_OF_MEMORY, '', ffmpeg-out-of-memory, true",
        "EXIT, 'Connection refused', store-unavailable, true",
        "EXIT, 'Server returned 5XX Server Error reply', store-unavailable, true",
        "EXIT, 'Server returned 403 Forbidden (access denied)', store-unavailable, true",
        "EXIT, 'Stream ends prematurely at 100, should be 200', store-unavailable, true",
        "EXIT, 'Server returned 404 Not Found', object-missing, true",
        "EXIT, 'HTTP error 416 Requested Range Not Satisfiable', ffmpeg-failed, false",
        "EXIT, 'av_interleaved_write_frame(): No space left on device', disk-full, true",
        "EXIT, 'Error writing trailer: Disk quota exceeded', disk-full, true",
        "EXIT, 'Error while filtering: Cannot allocate memory', ffmpeg-out-of-memory, false",
        "EXIT, 'Invalid data found when processing input', ffmpeg-failed, false",
        "OUTPUT_TOO_LARGE, '', ffmpeg-failed, false",
        "BAD_OUTPUT, 'Connection refused', ffmpeg-failed, false"
    })
    void tellsTheSurroundingsFromTheMedia(Reason reason, String log, String code, boolean surroundings) {
        FfmpegFailedException e = failed(reason, log);

        assertThat(e.code()).isEqualTo(code);
        assertThat(e.surroundingsFailed()).isEqualTo(surroundings);
        assertThat(e.passing()).isTrue();
    }

    @Test
    void showsItsRunAndItsLastWords() {
        FfmpegFailedException e = failed(Reason.EXIT, "first\nlast");

        assertThat(e.programRun()).contains(new ProgramRun("ffmpeg -i a.mp4", "first\nlast"));
        assertThat(e).hasMessage("ffmpeg ended with status 1: last");
    }

    private static FfmpegFailedException failed(Reason reason, String log) {
        return new FfmpegFailedException(reason, 1, new ProgramRun("ffmpeg -i a.mp4", log), null);
    }
}
