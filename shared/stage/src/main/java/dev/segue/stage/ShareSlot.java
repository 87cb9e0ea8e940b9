package dev.segue.stage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    /** How soon a resting slot notices that it is to close. */
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
    private final BiFunction<ConsumerRecord<byte[], byte[]>, Lease, JobEnd> work;
    private final StageMetrics metrics;
    private final BackOff restarts;
    private final Duration drainGrace;
    private final BooleanSupplier mayBegin;
    private final SlotState state = new SlotState();
    private volatile boolean closing;
    private volatile long giveBackAt;

    /**
     * @param name of its threads
     * @param work takes one record through the stage
     * @param restarts pauses before a new consumer replaces one that failed
     * @param drainGrace how long a running job may go on when the slot closes
     * @param mayBegin whether jobs are to be begun; while not, the slot has no consumer
     */
    ShareSlot(
            String name,
            String topic,
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            BiFunction<ConsumerRecord<byte[], byte[]>, Lease, JobEnd> work,
            StageMetrics metrics,
            BackOff restarts,
            Duration drainGrace,
            BooleanSupplier mayBegin) {
        this.name = name;
        this.topic = topic;
        this.consumers = consumers;
        this.work = work;
        this.metrics = metrics;
        this.restarts = restarts;
        this.drainGrace = drainGrace;
        this.mayBegin = mayBegin;
    }

    SlotState state() {
        return state;
    }

    /** Has the slot take no more work; its thread ends when the running job has ended or was given back. */
    void close() {
        giveBackAt = System.nanoTime() + drainGrace.toNanos();
        closing = true;
    }

    private boolean mustGiveBack() {
        return closing && System.nanoTime() - giveBackAt >= 0;
    }

    @Override
    public void run() {
        int failures = 0;
        while (!closing) {
            long began = System.nanoTime();
            try {
                if (mayBegin.getAsBoolean()) {
                    // A record that was not this slot's any more has used up a delivery.
                    failures = serve() ? 0 : failures + 1;
                    pause(failures > 1 ? restarts.after(failures) : Duration.ZERO);
                } else {
                    failures = 0;
                    Thread.sleep(GLANCE);
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                // An Error, too: a slot whose thread ended would be missing until somebody noticed.
                failures = System.nanoTime() - began > HEALTHY.toNanos() ? 1 : failures + 1;
                state.closed(e.toString());
                rest(restarts.after(failures), e);
            }
        }
    }

    /** Works with one consumer until the slot closes, loses a lock, or is to begin no more; false when handed a stranger's record. */
    private boolean serve() throws InterruptedException {
        ShareConsumer<byte[], byte[]> consumer = consumers.get();
        HeldJob held = null;
        try {
            state.opened(consumer);
            consumer.subscribe(List.of(topic));
            JobLock lock = new JobLock(consumer, System::nanoTime);
            while (held != null || (!closing && mayBegin.getAsBoolean())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                state.polled();
                ConsumerRecord<byte[], byte[]> record =
                        records.isEmpty() ? null : records.iterator().next();
                if (held != null && (record == null || !held.resumes(record))) {
                    metrics.lockLost();
                    return true;
                }
                if (record != null && held == null) {
                    Optional<Lease> lease = lock.confirm(record);
                    if (lease.isEmpty()) {
                        metrics.lockLost();
                        return false;
                    }
                    Lease ours = lease.get();
                    RunningJob job = RunningJob.start(name + "-job", () -> work.apply(record, ours));
                    held = new HeldJob(lock, ours, job, record);
                    continue; // the next poll returns the same record
                } else if (held == null) {
                    continue;
                }
                switch (held.keep(this::mustGiveBack)) {
                    case SETTLED -> held = null;
                    case RENEWED -> state.polled(); // the next poll returns the same record
                    case GIVEN_BACK -> {
                        return true;
                    }
                    case LOST -> {
                        metrics.lockLost();
                        return true;
                    }
                }
            }
            return true;
        } finally {
            abandon(consumer, held);
        }
    }

    /** Closes the consumer, so that what it held goes to others at once, then waits for a job that nobody wants any more. */
    private void abandon(ShareConsumer<byte[], byte[]> consumer, @Nullable HeldJob held) throws InterruptedException {
        if (held != null) {
            held.abandon();
        }
        try {
            consumer.close(CLOSE);
        } catch (KafkaException e) {
            LOG.atDebug().setCause(e).addKeyValue("slot", name).log("share consumer did not close cleanly");
        } finally {
            state.closed(null);
            if (held != null && !held.endsWithin(closing ? STOP : ABANDON)) {
                LOG.atError().addKeyValue("slot", name).log("handler does not stop when interrupted");
            }
        }
    }

    private void rest(Duration pause, Throwable why) {
        LOG.atWarn()
                .setCause(why)
                .addKeyValue("slot", name)
                .addKeyValue("againIn", pause)
                .log("slot failed and begins again");
        pause(pause);
    }

    private void pause(Duration pause) {
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
