package dev.segue.stage;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that a slot holds, and the job that works on it: keeps the lock while the job runs and settles the record after. */
final class HeldJob {
    /** How soon it is noticed that the job is to be given back. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final JobLock lock;
    private final Lease lease;
    private final RunningJob job;
    private ConsumerRecord<byte[], byte[]> record;
    private boolean abandoned;

    HeldJob(JobLock lock, Lease lease, RunningJob job, ConsumerRecord<byte[], byte[]> record) {
        this.lock = lock;
        this.lease = lease;
        this.job = job;
        this.record = record;
    }

    /** What became of the lock. */
    enum Kept {
        /** The job has ended, and the broker was told how. */
        SETTLED,
        /** The job runs on; the next poll returns its record again. */
        RENEWED,
        /** The job runs on though its record was given back; it is to be abandoned. */
        GIVEN_BACK,
        /** The job runs on though its record is somebody else's; it is to be abandoned. */
        LOST
    }

    /** Whether this is the record, polled again after a renewal; only that one can be acknowledged. */
    boolean resumes(ConsumerRecord<byte[], byte[]> polled) {
        if (polled.partition() != record.partition() || polled.offset() != record.offset()) {
            return false;
        }
        record = polled;
        return true;
    }

    /** Waits for the job's end, which settles the record, but no longer than until the lock must be renewed. */
    Kept keep(BooleanSupplier mustGiveBack) throws InterruptedException {
        long renewAt = System.nanoTime() + lock.renewAfter().toNanos();
        boolean ended = job.endsWithin(Duration.ZERO);
        while (!ended && !mustGiveBack.getAsBoolean() && System.nanoTime() - renewAt < 0) {
            ended = job.endsWithin(GLANCE);
        }
        if (ended) {
            lock.settle(record, job.end(), lease);
            return Kept.SETTLED;
        }
        if (mustGiveBack.getAsBoolean()) {
            // Others need not wait for the job to stop: with its lease ended it can state nothing any more. Nor does
            // the
            // job go on for as long as a broker that is gone does not answer.
            abandon();
            lock.settle(record, JobEnd.RELEASED, lease);
            return Kept.GIVEN_BACK;
        }
        return lock.renew(record, lease) ? Kept.RENEWED : Kept.LOST;
    }

    /** Ends the lease and interrupts the job, but once only: a second interrupt would meet it while it clears away. */
    void abandon() throws InterruptedException {
        lease.end();
        if (!abandoned) {
            abandoned = true;
            job.stop(Duration.ZERO);
        }
    }

    /** Waits for an abandoned job at most so long; whether it has ended. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return job.endsWithin(patience);
    }
}
