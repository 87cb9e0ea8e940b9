package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.stage.guarantees.Entry;
import dev.segue.stage.guarantees.Observed;
import dev.segue.stage.guarantees.Task;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Slots on a topic of their own, each with a consumer from which a rail may be missing, and what they were handed. */
final class RailCrew implements AutoCloseable {
    private static final Duration QUICK = Duration.ofMillis(60);
    private static final Duration SLOW = Duration.ofSeconds(4);

    private final Bench bench;
    private final String topic;
    private final List<Entry> journal = new CopyOnWriteArrayList<>();
    private final List<ShareSlot> slots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    /** @param groupConfig nothing is set where it is empty */
    RailCrew(Bench bench, String topic, int partitions, Map<String, String> groupConfig) throws Exception {
        this.bench = bench;
        this.topic = topic;
        bench.admin
                .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        if (!groupConfig.isEmpty()) {
            new GroupConfigs(clients()::admin).bring("segue-" + topic, groupConfig);
        }
    }

    private KafkaClients clients() {
        return new KafkaClients(new KafkaSettings(bench.kafka.bootstrapServers(), null));
    }

    void hire(String name, UnaryOperator<ShareConsumer<byte[], byte[]>> rail) {
        ShareSlot slot = new ShareSlot(
                name,
                topic,
                () -> rail.apply(clients().shareConsumer("segue-" + topic, name)),
                (record, lease) -> work(name, record, lease),
                new StageMetrics(new SimpleMeterRegistry(), topic, 1),
                new BackOff(Duration.ofMillis(10), Duration.ofMillis(20), new Random(1)),
                Duration.ZERO,
                () -> true);
        slots.add(slot);
        threads.add(Thread.ofPlatform().name(name).daemon().start(slot));
    }

    private JobEnd work(String slot, ConsumerRecord<byte[], byte[]> record, Lease lease) {
        if (!lease.held()) {
            return JobEnd.RELEASED;
        }
        Task task = Task.named(new String(record.key(), StandardCharsets.UTF_8));
        int delivery = record.deliveryCount().orElseThrow();
        journal.add(
                new Entry(System.nanoTime(), slot, runs.incrementAndGet(), task.unit(), Entry.What.BEGUN, delivery));
        try {
            Thread.sleep(task.kind() == Task.Kind.SLOW ? SLOW : QUICK);
            return JobEnd.EMITTED;
        } catch (InterruptedException e) {
            return JobEnd.RELEASED;
        }
    }

    /** All in one batch and on one partition, as a splitter's burst is. */
    void give(List<Task> tasks) {
        EventCodec codec = new EventCodec(Clock.systemUTC());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bench.kafka.bootstrapServers(), "linger.ms", 200),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Task task : tasks) {
                Envelope envelope = codec.write(Bench.upload(task.unit()), "/segue/rails", null);
                producer.send(new ProducerRecord<>(topic, 0, Bench.bytes(task.unit()), envelope.value()));
            }
        }
    }

    void awaitReady() {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> slots.stream()
                .allMatch(s -> s.state().ready()));
    }

    void awaitBegun(List<Task> tasks) {
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> begun().containsAll(
                        tasks.stream().map(Task::unit).toList()));
    }

    private Set<String> begun() {
        return journal.stream().map(Entry::unit).collect(Collectors.toSet());
    }

    /** What was begun counts as stated. */
    Observed observed(List<Task> tasks) {
        return new Observed(
                tasks,
                List.copyOf(journal),
                begun().stream().map(unit -> new Observed.Stated(unit, "")).toList(),
                List.of(),
                Map.of(),
                List.of(),
                0);
    }

    @Override
    public void close() throws InterruptedException {
        slots.forEach(ShareSlot::close);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(8));
        }
    }
}
