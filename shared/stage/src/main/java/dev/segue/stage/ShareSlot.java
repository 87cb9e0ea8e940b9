package dev.segue.stage;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker slot: one thread with one share consumer and at most one job. The consumer is either in {@code poll} or has a
 * running job, and closed otherwise: one that is left alone after an empty poll fetches the next record in the background and
 * holds it until its lock ends.
 */
final class ShareSlot implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareSlot.class);
    private static final Duration POLL = Duration.ofMillis(250);
    /** How soon a running slot notices that it is to close. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final Duration CLOSE = Duration.ofSeconds(1);
    /** Time for an interrupted handler to end its processes and to clear its folder away. */
    private static final Duration STOP = Duration.ofMillis(1500);
    /** The same where nobody waits for it. */
    private static final Duration ABANDON = Duration.ofSeconds(10);

    /** A consumer that served so long failed for a new reason. */
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final String name;
    private final String topic;
    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final BiFunction<ConsumerRecord<byte[], byte[]>, BooleanSupplier, JobEnd> work;
    private final StageMetrics metrics;
    private final BackOff restarts;
    private final BooleanSupplier mayBegin;
    private final SlotState state = new SlotState();
    private volatile boolean closing;

    /**
     * @param name of its threads
     * @param work takes one record through the stage
     * @param restarts pauses before a new consumer replaces one that failed
     * @param mayBegin whether jobs are to be begun; while not, the slot has no consumer
     */
    ShareSlot(
            String name,
            String topic,
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            BiFunction<ConsumerRecord<byte[], byte[]>, BooleanSupplier, JobEnd> work,
            StageMetrics metrics,
            BackOff restarts,
            BooleanSupplier mayBegin) {
        this.name = name;
        this.topic = topic;
        this.consumers = consumers;
        this.work = work;
        this.metrics = metrics;
        this.restarts = restarts;
        this.mayBegin = mayBegin;
    }

    SlotState state() {
        return state;
    }

    /** Has the slot stop soon; its thread ends when it has given back what it held. */
    void close() {
        closing = true;
    }

    @Override
    public void run() {
        int failures = 0;
        while (!closing) {
            long began = System.nanoTime();
            try {
                if (mayBegin.getAsBoolean()) {
                    serve();
                } else {
                    Thread.sleep(GLANCE);
                }
                failures = 0;
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException e) {
                failures = System.nanoTime() - began > HEALTHY.toNanos() ? 1 : failures + 1;
                state.closed(e.toString());
                rest(restarts.after(failures), e);
            }
        }
    }

    /** Works with one consumer until the slot closes, loses a lock, or is to begin nothing more. */
    private void serve() throws InterruptedException {
        ShareConsumer<byte[], byte[]> consumer = consumers.get();
        RunningJob job = null;
        try {
            state.opened(consumer);
            consumer.subscribe(List.of(topic));
            JobLock lock = new JobLock(consumer);
            ConsumerRecord<byte[], byte[]> held = null;
            while (!closing && (job != null || mayBegin.getAsBoolean())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                state.polled();
                ConsumerRecord<byte[], byte[]> record =
                        records.isEmpty() ? null : records.iterator().next();
                if (job != null && (record == null || held == null || record.offset() != held.offset())) {
                    metrics.lockLost();
                    return;
                }
                if (record == null) {
                    continue;
                }
                if (job == null) {
                    held = record;
                    job = RunningJob.start(name + "-job", stopped -> work.apply(record, stopped));
                }
                switch (keep(lock, record, job)) {
                    case SETTLED -> job = null;
                    case RENEWED -> {
                        // The next poll returns the same record.
                    }
                    case LOST -> {
                        metrics.lockLost();
                        return;
                    }
                }
            }
        } finally {
            abandon(consumer, job);
        }
    }

    /** What became of the lock. */
    private enum Lock {
        SETTLED,
        RENEWED,
        LOST
    }

    /** Waits for the job's end, which settles the record, but no longer than until the lock must be renewed. */
    private Lock keep(JobLock lock, ConsumerRecord<byte[], byte[]> record, RunningJob job) throws InterruptedException {
        long renewAt = System.nanoTime() + lock.renewAfter().toNanos();
        boolean ended = false;
        while (!ended && !closing && System.nanoTime() < renewAt) {
            ended = job.endsWithin(GLANCE);
        }
        if (!ended && closing) {
            stop(job, STOP);
            ended = true;
        }
        if (ended) {
            lock.settle(record, job.end());
            return Lock.SETTLED;
        }
        return lock.renew(record) ? Lock.RENEWED : Lock.LOST;
    }

    /** Closes the consumer first, so that what it held goes to others at once, then waits for a job nobody wants any more. */
    private void abandon(ShareConsumer<byte[], byte[]> consumer, @Nullable RunningJob job) throws InterruptedException {
        try {
            consumer.close(CLOSE);
        } catch (KafkaException e) {
            LOG.atDebug().setCause(e).addKeyValue("slot", name).log("share consumer did not close cleanly");
        } finally {
            state.closed(null);
            if (job != null) {
                stop(job, closing ? STOP : ABANDON);
            }
        }
    }

    private void stop(RunningJob job, Duration patience) throws InterruptedException {
        if (!job.stop(patience)) {
            LOG.atError().addKeyValue("slot", name).log("handler does not stop when interrupted");
        }
    }

    private void rest(Duration pause, RuntimeException why) {
        LOG.atWarn()
                .setCause(why)
                .addKeyValue("slot", name)
                .addKeyValue("againIn", pause)
                .log("slot failed and begins again");
        long until = System.nanoTime() + pause.toNanos();
        while (!closing && until - System.nanoTime() > 0) {
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }
}
