package dev.segue.ops.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at, and how closely.
 *
 * @param video this film alone; absent for all
 * @param deep whether every object of a published version and every original is read and its SHA-256 compared, not only its length
 * @param settle a run that was heard of within this time is still running, whatever it lacks
 * @param grace an object that is younger belongs to something that is only beginning
 */
public record AuditScope(@Nullable String video, boolean deep, Duration settle, Duration grace) {
    public static final Duration SETTLE = Duration.ofHours(1);
    public static final Duration GRACE = Duration.ofHours(24);

    public AuditScope {
        if (settle.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("settle and grace must not be negative");
        }
    }
}
