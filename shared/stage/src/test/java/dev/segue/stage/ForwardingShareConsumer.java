package dev.segue.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;

/** Passes everything on, for tests that take one thing away. */
class ForwardingShareConsumer implements ShareConsumer<byte[], byte[]> {
    final ShareConsumer<byte[], byte[]> real;

    ForwardingShareConsumer(ShareConsumer<byte[], byte[]> real) {
        this.real = real;
    }

    @Override
    public Set<String> subscription() {
        return real.subscription();
    }

    @Override
    public void subscribe(Collection<String> topics) {
        real.subscribe(topics);
    }

    @Override
    public void unsubscribe() {
        real.unsubscribe();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return real.poll(timeout);
    }

    @Override
    public void acknowledge(ConsumerRecord<byte[], byte[]> record) {
        real.acknowledge(record);
    }

    @Override
    public void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        real.acknowledge(record, type);
    }

    @Override
    public void acknowledge(String topic, int partition, long offset, AcknowledgeType type) {
        real.acknowledge(topic, partition, offset, type);
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
        return real.commitSync();
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        return real.commitSync(timeout);
    }

    @Override
    public void commitAsync() {
        real.commitAsync();
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
        real.setAcknowledgementCommitCallback(callback);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return real.clientInstanceId(timeout);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return real.metrics();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        real.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        real.unregisterMetricFromSubscription(metric);
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return real.acquisitionLockTimeoutMs();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public void close(Duration timeout) {
        real.close(timeout);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }
}
