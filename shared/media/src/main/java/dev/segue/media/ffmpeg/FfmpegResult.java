package dev.segue.media.ffmpeg;

import java.time.Duration;

/**
 * A run that ended with status 0, which proves nothing about what it wrote: the output must still be judged.
 *
 * @param log the last 64 KB at most of what it complained about, without signatures of addresses
 * @param elapsed how long it took
 */
public record FfmpegResult(String log, Duration elapsed) {}
