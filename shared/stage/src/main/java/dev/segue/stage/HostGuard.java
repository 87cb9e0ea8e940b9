package dev.segue.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this host is fit for a stage's work. When different jobs of more than one video fail here one after the other and none
 * goes well, it is not they that are at fault: the stage takes no more work on this host. After a long pause its first slot tries one job; if that goes
 * well, the host is back.
 */
final class HostGuard {
    private static final Logger LOG = LoggerFactory.getLogger(HostGuard.class);
    private static final int VIDEOS = 2;

    private final String stage;
    private final int badJobs;
    private final BackOff pauses;
    private final Clock clock;
    private final Set<String> failedInARow = new LinkedHashSet<>();
    private final Set<String> theirVideos = new LinkedHashSet<>();
    private String lastCode = "";
    private @Nullable Instant outSince;
    private int trials;
    private long trialAt;

    HostGuard(String stage, int badJobs, BackOff pauses, Clock clock) {
        this.stage = stage;
        this.badJobs = badJobs;
        this.pauses = pauses;
        this.clock = clock;
    }

    /**
     * Notes that this host could not do a job, for a reason that may lie here. All units of one bad video fail alike wherever they
     * run, one host after the other; so there must be another video's among them.
     */
    synchronized void failed(String video, String job, String code) {
        lastCode = code;
        long now = System.nanoTime();
        if (outSince == null) {
            // A long video has thousands of them.
            if (failedInARow.size() < badJobs) {
                failedInARow.add(job);
            }
            if (theirVideos.size() < VIDEOS) {
                theirVideos.add(video);
            }
            if (failedInARow.size() < badJobs || theirVideos.size() < Math.min(VIDEOS, badJobs)) {
                return;
            }
            outSince = clock.instant();
        } else if (trialAt - now > 0) {
            // Began before the host was out; it is no trial.
            return;
        }
        trials++;
        Duration pause = pauses.after(trials);
        trialAt = now + pause.toNanos();
        LOG.atError()
                .addKeyValue("stage", stage)
                .addKeyValue("jobs", failedInARow.size())
                .addKeyValue("code", code)
                .addKeyValue("trialIn", pause)
                .log("host takes itself out: job after job fails here");
    }

    /** Notes that this host did a job. */
    synchronized void succeeded() {
        if (outSince != null) {
            LOG.atInfo()
                    .addKeyValue("stage", stage)
                    .addKeyValue("since", outSince)
                    .log("host works again");
        }
        failedInARow.clear();
        theirVideos.clear();
        outSince = null;
        trials = 0;
    }

    /** Whether a slot may begin a job. While the host is out, that is the first one after the pause. */
    synchronized boolean admits(int slot) {
        return outSince == null || (slot == 0 && trialAt - System.nanoTime() <= 0);
    }

    synchronized boolean out() {
        return outSince != null;
    }

    /** What is the matter, in words for people; absent while the host is fit. */
    synchronized Optional<String> trouble() {
        return Optional.ofNullable(outSince)
                .map(since -> "host is out: " + failedInARow.size() + " jobs in a row failed here, the last with "
                        + lastCode + ", since " + since);
    }
}
