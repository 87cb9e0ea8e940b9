package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that a stage has at work in this process, so that those which nobody wants any more can be stopped: the run of their video was
 * cancelled or a newer one is known, or another worker has stated the same result. Safe to use from any thread.
 */
final class RunningJobs {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJobs.class);

    /** Videos whose withdrawn runs are remembered, the latest; a unit that comes later than that is done in vain. */
    private static final int REMEMBERED = 100_000;

    private final Set<Job> jobs = new HashSet<>();
    private final Map<String, Integer> withdrawn = new LinkedHashMap<>();

    /** One job, from the moment its event is known until its end. */
    final class Job implements AutoCloseable {
        private final Event event;
        private final Lease lease;
        private final Thread thread;
        private boolean stopped;

        private Job(Event event, Lease lease, Thread thread) {
            this.event = event;
            this.lease = lease;
            this.thread = thread;
        }

        /** Whether its result is not wanted. */
        boolean stopped() {
            synchronized (jobs) {
                return stopped;
            }
        }

        private boolean makes(String videoId, int generation, String discriminator) {
            return event.videoId().equals(videoId)
                    && event.generation() == generation
                    && event.discriminator().equals(discriminator);
        }

        /** The lease first: whatever the interrupt makes the handler throw is no failure then. */
        private void stop(String why) {
            if (!stopped) {
                stopped = true;
                lease.end();
                thread.interrupt();
                LOG.atInfo()
                        .addKeyValue("event", EventIds.of(event))
                        .addKeyValue("reason", why)
                        .log("job is stopped");
            }
        }

        @Override
        public void close() {
            synchronized (jobs) {
                jobs.remove(this);
            }
        }
    }

    /** The calling thread begins with an event; it is to be left alone if the job is stopped already. */
    Job begin(Event event, Lease lease) {
        Job job = new Job(event, lease, Thread.currentThread());
        synchronized (jobs) {
            supersede(event);
            job.stopped = withdrawn.getOrDefault(event.videoId(), 0) >= event.generation();
            jobs.add(job);
        }
        return job;
    }

    /** Stops what runs of a video up to this run, and what of it comes later. */
    void withdraw(String videoId, int generation, String why) {
        synchronized (jobs) {
            // Taken out and put back, so that the order is that of the latest news.
            Integer before = withdrawn.remove(videoId);
            withdrawn.put(videoId, Math.max(generation, before == null ? 0 : before));
            if (withdrawn.size() > REMEMBERED) {
                withdrawn.remove(withdrawn.keySet().iterator().next());
            }
            for (Job job : jobs) {
                if (job.event.videoId().equals(videoId) && job.event.generation() <= generation) {
                    job.stop(why);
                }
            }
        }
    }

    /** There is an event of this run: nothing is to be made of older ones. */
    void supersede(Event event) {
        supersede(event.videoId(), event.generation());
    }

    void supersede(String videoId, int generation) {
        if (generation > 1) {
            withdraw(videoId, generation - 1, "superseded by run " + generation);
        }
    }

    /** The jobs that make the same as this one did: {@code discriminator} as in {@link Event#discriminator}. */
    List<Job> making(String videoId, int generation, String discriminator) {
        synchronized (jobs) {
            return jobs.stream()
                    .filter(job -> job.makes(videoId, generation, discriminator))
                    .toList();
        }
    }

    /** Stops those of the jobs that still run. */
    void stop(List<Job> some, String why) {
        synchronized (jobs) {
            some.stream().filter(jobs::contains).forEach(job -> job.stop(why));
        }
    }
}
