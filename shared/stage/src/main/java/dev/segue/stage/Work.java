package dev.segue.stage;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What the runtime lends a handler for one event.
 *
 * @param scratch an empty folder of its own, removed afterwards in every case
 * @param deadline when the work will be stopped; external processes must not outlive it
 * @param attempt 1 for the first try
 */
public record Work(Path scratch, Instant deadline, int attempt) {}
