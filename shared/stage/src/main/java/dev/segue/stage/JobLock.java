package dev.segue.stage;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's lock on the record a slot works on. Every acknowledgement is sent at once with {@code commitSync}: a RENEW left
 * to the next {@code poll} makes the client fetch the next record as well and hold it unseen behind the running job, where its
 * deliveries run out and it is dropped without ever having been worked on.
 */
final class JobLock {
    private static final Logger LOG = LoggerFactory.getLogger(JobLock.class);
    private static final int DEFAULT_MS = 30_000;
    private static final int RENEWALS_PER_LOCK = 3;

    private final ShareConsumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;

    JobLock(ShareConsumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
    }

    /** How long after a poll or a renewal the next renewal is due. */
    Duration renewAfter() {
        return time().dividedBy(RENEWALS_PER_LOCK);
    }

    /**
     * The lease of a record that was just polled, empty when it is no longer this slot's. The client may have fetched it while the
     * job before was running, or before the process was frozen, and hands it over unlooked when its lock has long run out: only the
     * broker's answer tells. The next poll returns the record again.
     */
    Optional<Lease> confirm(ConsumerRecord<byte[], byte[]> record) {
        Lease lease = new Lease(nanoTime);
        return renew(record, lease) ? Optional.of(lease) : Optional.empty();
    }

    /** Keeps the record for another lock's time; false when it is no longer this slot's. The next poll returns it again. */
    boolean renew(ConsumerRecord<byte[], byte[]> record, Lease lease) {
        long askedAt = nanoTime.getAsLong();
        boolean taken = send(record, AcknowledgeType.RENEW);
        if (taken) {
            lease.extend(askedAt, time());
        } else {
            lease.end();
        }
        return taken;
    }

    /** Accepts or releases the record; false when the broker may not know, so that it may hand the record out again. */
    boolean settle(ConsumerRecord<byte[], byte[]> record, JobEnd end, Lease lease) {
        lease.end();
        return send(record, end.acknowledgement());
    }

    private Duration time() {
        return Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_MS));
    }

    private boolean send(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        try {
            consumer.acknowledge(record, type);
            // Longer than a lock would be of no use.
            Map<TopicIdPartition, Optional<KafkaException>> results = consumer.commitSync(time());
            Optional<KafkaException> refused =
                    results.values().stream().flatMap(Optional::stream).findFirst();
            refused.ifPresent(e -> report(record, type, e));
            return refused.isEmpty();
        } catch (KafkaException | IllegalStateException e) {
            report(record, type, e);
            return false;
        }
    }

    private static void report(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type, RuntimeException e) {
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("offset", record.offset())
                .addKeyValue("acknowledgement", type)
                .addKeyValue("error", e.toString())
                .log("broker did not take an acknowledgement; another worker may do the work again");
    }
}
