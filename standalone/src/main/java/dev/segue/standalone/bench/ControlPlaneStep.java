package dev.segue.standalone.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened while videos came evenly at one rate.
 *
 * @param perHour videos an hour that were offered
 * @param videos how many there were in all
 * @param window how long they came
 * @param reachedPerHour videos an hour that were published in the last three quarters of that time
 * @param openHalfway videos offered and not published when half of that time was over
 * @param openAtEnd the same at its end
 * @param lag unfinished records of each group at its end
 * @param drained from its end until everything was published and in the timeline; absent when that was not waited for to the end
 * @param latencies of the published videos, from when they were due to be offered
 * @param jvmCpu processor time of this JVM, user and system, until all was drained
 * @param postgresCpu the same of PostgreSQL's processes
 */
public record ControlPlaneStep(
        int perHour,
        int videos,
        Duration window,
        double reachedPerHour,
        long openHalfway,
        long openAtEnd,
        Map<String, Long> lag,
        @Nullable Duration drained,
        Latencies latencies,
        Duration jvmCpu,
        Duration postgresCpu) {
    /** Of what was offered, so much may be missing at the end: a video more or less is under way at any moment. */
    private static final double MISSING = 0.03;

    public ControlPlaneStep {
        lag = Map.copyOf(lag);
    }

    /** Whether it kept up: what was under way did not grow. */
    boolean carried() {
        return drained != null && openAtEnd - openHalfway <= 2 + MISSING * videos / 2;
    }

    double jvmMsPerVideo() {
        return jvmCpu.toNanos() / 1e6 / videos;
    }

    double postgresMsPerVideo() {
        return postgresCpu.toNanos() / 1e6 / videos;
    }
}
