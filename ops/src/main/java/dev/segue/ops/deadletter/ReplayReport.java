package dev.segue.ops.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * What came of putting letters back.
 *
 * @param run its name in the audit
 * @param matched open letters that were meant
 * @param replayed put back
 * @param passed of those of the trial, taken by the stage
 * @param failed of those of the trial, dead again
 * @param undecided of those of the trial, neither in time
 * @param quarantined set aside, since they had been put back too often
 * @param impossible left where they are: their content was too large to be kept, or no header tells where they came from
 * @param stopped why it ended before all were put back, absent when it did not
 */
public record ReplayReport(
        String run,
        int matched,
        int replayed,
        int passed,
        int failed,
        int undecided,
        int quarantined,
        int impossible,
        @Nullable String stopped) {}
