package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A slot of the encoders: takes one unit at a time, and is done with it when the test asks for that. */
final class DispatchSlot implements AutoCloseable {
    /** Units that were begun, in their order; several slots may share the list. */
    final List<String> started;

    final List<String> finished = new CopyOnWriteArrayList<>();
    private final DispatchCluster cluster;
    private final BlockingQueue<Boolean> permits = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private volatile boolean stop;
    private final Thread thread;

    DispatchSlot(DispatchCluster cluster, List<String> started) {
        this.cluster = cluster;
        this.started = started;
        thread = Thread.ofPlatform().daemon().start(this::run);
    }

    void permit() {
        permits.add(true);
    }

    String finishOne() throws InterruptedException {
        permit();
        String unit = done.poll(DispatchCluster.LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
        assertThat(unit)
                .as("a unit within %s after %s", DispatchCluster.LONG_ENOUGH, finished)
                .isNotNull();
        return unit;
    }

    private void run() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                cluster.kafka.bootstrapServers(),
                "group.id",
                DispatchTopology.WORKERS,
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                1);
        try (KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(DispatchTopology.QUEUE));
            while (!stop) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    started.add(record.key());
                    permits.take();
                    cluster.state(record.key());
                    consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                    consumer.commitSync();
                    finished.add(record.key());
                    done.add(record.key());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the slot failed", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop = true;
        permit();
        thread.join(DispatchCluster.LONG_ENOUGH.toMillis());
    }
}
