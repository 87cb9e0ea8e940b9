package dev.segue.media.ffmpeg;

import dev.segue.contract.ProgramRun;
import java.time.Duration;

/**
 * A run that ended with status 0, which proves nothing about what it wrote: the output must still be judged.
 *
 * @param run what was run and the last 64 KB at most of what it complained about
 * @param elapsed how long it took
 */
public record FfmpegResult(ProgramRun run, Duration elapsed) {
    /** What it complained about. */
    public String log() {
        return run.log();
    }
}
