package dev.segue.contract;

import java.util.Optional;

/**
 * An exception that says itself how a stage's runtime is to take it. It lets modules that must not know each other understand
 * each other: what the store or FFmpeg throws reaches the runtime as it is, and no handler translates it.
 *
 * <p>An exception that is none of these, and has none among its causes, is a defect.
 */
public interface CodedFailure {
    /** Stable, counted and documented: {@code store-unavailable}, {@code ffmpeg-deadline}. */
    String code();

    /** Whether the surroundings may be at fault and not the event, so that trying again may help. */
    boolean passing();

    /** The run of another program behind it, where there was one. */
    default Optional<ProgramRun> programRun() {
        return Optional.empty();
    }
}
