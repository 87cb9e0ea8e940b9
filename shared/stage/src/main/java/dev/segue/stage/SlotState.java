package dev.segue.stage;

import java.util.Map;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * What a slot tells others about itself. A share consumer polls happily without any broker and does not show its assignment.
 * Only its metrics tell that a fetch was answered, which takes an assignment, and that it sent a heartbeat lately.
 */
final class SlotState {
    /** Three heartbeats, which are due every 5 s unless the broker says otherwise. */
    private static final double SILENT_SECONDS = 15;

    private volatile @Nullable Metric fetches;
    private volatile @Nullable Metric sinceHeartbeat;
    private volatile boolean polled;
    private volatile @Nullable String trouble;

    /** A consumer was made. */
    void opened(ShareConsumer<byte[], byte[]> consumer) {
        fetches = metric(consumer, "fetch-total");
        sinceHeartbeat = metric(consumer, "last-heartbeat-seconds-ago");
    }

    void polled() {
        polled = true;
        trouble = null;
    }

    /** The consumer is gone. */
    void closed(@Nullable String why) {
        polled = false;
        trouble = why;
        fetches = null;
        sinceHeartbeat = null;
    }

    boolean ready() {
        double silent = value(sinceHeartbeat);
        return polled && value(fetches) >= 1 && silent >= 0 && silent < SILENT_SECONDS;
    }

    /** What is wrong, absent when nothing is known to be. */
    @Nullable
    String trouble() {
        return trouble;
    }

    private static double value(@Nullable Metric metric) {
        return metric != null && metric.metricValue() instanceof Number n ? n.doubleValue() : -1;
    }

    private static @Nullable Metric metric(ShareConsumer<byte[], byte[]> consumer, String name) {
        for (Map.Entry<MetricName, ? extends Metric> entry : consumer.metrics().entrySet()) {
            if (entry.getKey().name().equals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
