package dev.segue.media.ffmpeg;

import dev.segue.contract.ProgramRun;
import java.time.Duration;

/**
 * A run that ended with status 0, which proves nothing about what it wrote: the output must still be judged.
 *
 * @param run what was run and the last 64 KB at most of what it complained about
 * @param elapsed how long it took
 * @param cpu processor time of it and of what it started, up to a twentieth of a second before its end
 */
public record FfmpegResult(ProgramRun run, Duration elapsed, Duration cpu) {
    /** What it complained about. */
    public String log() {
        return run.log();
    }
}
