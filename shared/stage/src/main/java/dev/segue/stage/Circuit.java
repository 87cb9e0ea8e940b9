package dev.segue.stage;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the jobs of one stage have found out about one dependency. It opens after a few failures in a row. While it is open, jobs
 * wait before they try, and one at a time is let through to see whether the dependency is back; the first that goes well closes
 * it. Times are taken from {@link System#nanoTime}, which no clock adjustment moves.
 */
final class Circuit {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final String stage;
    private final Dependency dependency;
    private final int threshold;
    private final BackOff pauses;
    private final Clock clock;
    /** Jobs at work here that wait for it or failed by it. */
    private final Set<String> concerned = new HashSet<>();

    private int failures;
    private int probes;
    private @Nullable String firstBlamer;
    private boolean confirmed;
    private @Nullable Instant openSince;
    private long probeAt;

    Circuit(String stage, Dependency dependency, int threshold, BackOff pauses, Clock clock) {
        this.stage = stage;
        this.dependency = dependency;
        this.threshold = threshold;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** Notes that a job's attempt failed by the dependency; whether it is to wait, and the attempt not to count. */
    synchronized boolean failed(String job, String why) {
        failures++;
        concerned.add(job);
        if (firstBlamer == null) {
            firstBlamer = job;
        } else if (!firstBlamer.equals(job)) {
            confirmed = true;
        }
        if (openSince != null) {
            probes++;
        } else if (failures >= threshold) {
            openSince = clock.instant();
            probes = 1;
            LOG.atError()
                    .addKeyValue("stage", stage)
                    .addKeyValue("dependency", dependency.label())
                    .addKeyValue("code", dependency.code())
                    .addKeyValue("error", why)
                    .log("dependency is taken for dead; jobs wait for it and none of their attempts count");
        }
        probeAt = System.nanoTime() + pauses.after(Math.max(1, probes)).toNanos();
        // That is sooner than those who wait were told when the try began.
        notifyAll();
        return openSince != null;
    }

    /** Notes that the dependency did what an attempt asked of it. */
    synchronized void answered() {
        if (openSince != null) {
            LOG.atInfo()
                    .addKeyValue("stage", stage)
                    .addKeyValue("dependency", dependency.label())
                    .addKeyValue("since", openSince)
                    .addKeyValue("failures", failures)
                    .log("dependency answers again; work goes on");
        }
        failures = 0;
        probes = 0;
        firstBlamer = null;
        confirmed = false;
        openSince = null;
        notifyAll();
    }

    /** Lets the next one see whether it is back: somebody's attempt ended in a way that tells nothing about it. */
    synchronized void unclear() {
        probeAt = System.nanoTime();
        notifyAll();
    }

    /**
     * Returns when a job may try: at once while the circuit is closed.
     *
     * @param until in terms of {@link System#nanoTime}
     * @return false when that time came first
     */
    synchronized boolean await(String job, long until) throws InterruptedException {
        while (openSince != null) {
            long now = System.nanoTime();
            if (probeAt - now <= 0) {
                // One that hangs, or was stopped and will never tell, must not hold up the others for ever.
                probeAt = now + pauses.longest().toNanos();
                return true;
            }
            if (until - now <= 0) {
                return false;
            }
            concerned.add(job);
            TimeUnit.NANOSECONDS.timedWait(this, 1 + Math.min(probeAt - now, until - now));
        }
        return true;
    }

    /** The job is no longer here, whatever became of it. */
    synchronized void left(String job) {
        concerned.remove(job);
    }

    /** Whether this job alone says that the dependency is dead, which may as well be the job's own fault. */
    synchronized boolean blamedOnlyBy(String job) {
        return !confirmed && job.equals(firstBlamer);
    }

    boolean open() {
        return openSince().isPresent();
    }

    /**
     * Whether no job is to be begun. While one job alone blames the dependency the others go on, and their going well clears it.
     * When those who waited are gone, somebody must find out anew.
     */
    synchronized boolean pauses() {
        return openSince != null && confirmed && !concerned.isEmpty();
    }

    /** What is the matter, in words for people; absent while it is closed. */
    Optional<String> trouble() {
        return openSince().map(since -> dependency.trouble() + " (" + dependency.code() + ") since " + since);
    }

    private synchronized Optional<Instant> openSince() {
        return Optional.ofNullable(openSince);
    }
}
