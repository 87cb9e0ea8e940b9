package dev.segue.standalone.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.VoidDeserializer;
import org.apache.kafka.common.serialization.VoidSerializer;

/**
 * What share groups are measured against: the same jobs on as many consumers of a classic group. It gets the best conditions a
 * classic group can have: all members have joined before the first job is written, records go to the partitions in turn, and a
 * consumer takes and commits one record at a time.
 */
final class ClassicGroup {
    private static final Duration JOIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final int partitions;
    private final int consumers;
    private final String name;
    private volatile boolean stopping;

    ClassicGroup(String bootstrapServers, int partitions, int consumers) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = partitions;
        this.consumers = consumers;
        this.name = "bench-classic-" + partitions;
    }

    /** From before the first job is written until the last one is done. To be asked once. */
    Duration makespan(SkewedJobs jobs, Duration patience) throws InterruptedException {
        CountDownLatch open = new CountDownLatch(jobs.durations().size());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
            List<Future<?>> running = new ArrayList<>();
            try {
                for (int i = 0; i < consumers; i++) {
                    running.add(threads.submit(() -> consume(open)));
                }
                awaitMembers(admin);
                long began = System.nanoTime();
                produce(jobs);
                if (!open.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new BenchFailedException(open.getCount() + " jobs of the classic group are not done");
                }
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                stopping = true;
                for (Future<?> consumer : running) {
                    consumer.get();
                }
                return took;
            } finally {
                stopping = true;
            }
        } catch (ExecutionException e) {
            throw new BenchFailedException("the group " + name + " failed: " + e.getCause(), e);
        }
    }

    private void awaitMembers(Admin admin) throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + JOIN.toNanos();
        while (System.nanoTime() < until) {
            try {
                ConsumerGroupDescription group =
                        admin.describeConsumerGroups(List.of(name)).all().get().get(name);
                if (group != null
                        && group.groupState() == GroupState.STABLE
                        && group.members().size() == consumers) {
                    return;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
            Thread.sleep(POLL);
        }
        throw new BenchFailedException("not all consumers have joined the group " + name + " after " + JOIN);
    }

    private void produce(SkewedJobs jobs) throws ExecutionException, InterruptedException {
        try (KafkaProducer<Void, Integer> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new VoidSerializer(), new IntegerSerializer())) {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < jobs.durations().size(); i++) {
                int millis = (int) jobs.durations().get(i).toMillis();
                written.add(producer.send(new ProducerRecord<>(name, i % partitions, null, millis)));
            }
            for (Future<?> one : written) {
                one.get();
            }
        }
    }

    private Void consume(CountDownLatch open) throws InterruptedException {
        try (KafkaConsumer<Void, Integer> consumer =
                new KafkaConsumer<>(settings(), new VoidDeserializer(), new IntegerDeserializer())) {
            consumer.subscribe(List.of(name));
            while (!stopping) {
                for (ConsumerRecord<Void, Integer> record : consumer.poll(POLL)) {
                    Thread.sleep(record.value());
                    consumer.commitSync();
                    open.countDown();
                }
            }
            return null;
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                name,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "max.poll.records",
                1);
    }
}
