package dev.segue.stage;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What the runtime lends a handler for one event.
 *
 * @param scratch an empty folder of its own, removed afterwards in every case
 * @param deadline when the work will be stopped; external processes must not outlive it
 * @param attempt 1 for the first try
 * @param lease whether the event is still this worker's; asked before anything is written that others can see
 */
public record Work(Path scratch, Instant deadline, int attempt, Lease lease) {
    /** Work that nobody else can be given. */
    public Work(Path scratch, Instant deadline, int attempt) {
        this(scratch, deadline, attempt, Lease.unlimited());
    }
}
