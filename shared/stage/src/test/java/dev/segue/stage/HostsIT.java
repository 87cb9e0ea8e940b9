package dev.segue.stage;

import static dev.segue.stage.Bench.header;
import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.UploadComplete;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that differ, and a dependency that is dead for a while, on a real broker. The lock lasts one second. */
class HostsIT {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static Bench bench;

    @BeforeAll
    static void startBroker() throws Exception {
        bench = new Bench(folder, "second", "condemned", "streak", "dead", "alone");
    }

    @AfterAll
    static void stopBroker() {
        bench.close();
    }

    @Test
    void runsOnAnotherHostWhatOneHostCannotDo() throws Exception {
        List<String> runs = new CopyOnWriteArrayList<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch otherIsThere = new CountDownLatch(1);
        bench.send("second", upload("second1"), TRACE);

        try (Bench.Runtime bad = bench.runtime("host-1");
                Bench.Runtime good = bench.runtime("host-2");
                StagePart first = bad.start("second", 2, (event, work) -> {
                    runs.add("host-1");
                    running.countDown();
                    otherIsThere.await();
                    throw new TransientFailure("ffmpeg-failed", "status 1");
                })) {
            running.await();
            try (StagePart second = good.start("second", 1, (event, work) -> {
                runs.add("host-2");
                return Outcome.emit(scanned(event));
            })) {
                await().atMost(LONG).until(second::ready);
                otherIsThere.countDown();

                ConsumerRecord<byte[], byte[]> result = bench.await("scanned", "second1");

                assertThat(header(result, "traceparent")).isEqualTo(TRACE);
                assertThat(runs).containsExactly("host-1", "host-1", "host-1", "host-2");
                await().untilAsserted(() -> assertThat(bench.lag("second")).isZero());
                assertThat(written("second.dlq")).isZero();
                assertThat(bad.meters()
                                .get("segue.stage")
                                .tags("stage", "second", "outcome", "handed-over")
                                .timer()
                                .count())
                        .isPositive();
            }
        }
    }

    @Test
    void condemnsAtOnceWhatFailsInTheSameWayOnTwoHosts() throws Exception {
        Map<String, AtomicInteger> runs = Map.of("host-1", new AtomicInteger(), "host-2", new AtomicInteger());
        bench.send("condemned", upload("condemned1"), TRACE);
        ConsumerRecord<byte[], byte[]> sent = bench.await("condemned", "condemned1");

        try (Bench.Runtime one = bench.runtime("host-1");
                Bench.Runtime two = bench.runtime("host-2");
                StagePart first = one.start("condemned", 1, failing(runs.get("host-1")));
                StagePart second = two.start("condemned", 1, failing(runs.get("host-2")))) {
            ConsumerRecord<byte[], byte[]> letter = bench.await("condemned.dlq", "condemned1");

            // Whoever came first may have been alone in the group then, or not.
            int tries = runs.get("host-1").get() + runs.get("host-2").get();
            assertThat(tries).isIn(3, 4);
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(letter.headers().headers("segue-failed-host")).isEmpty();
            sent.headers().forEach(h -> assertThat(letter.headers().lastHeader(h.key()))
                    .isEqualTo(h));
        }
    }

    @Test
    void takesABadHostOutCondemnsNoneOfItsJobsAndLetsItBackWhenItIsWell() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Set<String> done = ConcurrentHashMap.newKeySet();
        AtomicInteger onBad = new AtomicInteger();

        try (Bench.Runtime bad = bench.runtime("host-1");
                Bench.Runtime good = bench.runtime("host-2");
                StagePart first = bad.start("streak", 2, (event, work) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no such codec on this host");
                    }
                    onBad.incrementAndGet();
                    done.add(event.videoId());
                    return Outcome.emit(scanned(event));
                });
                StagePart second = good.start("streak", 1, (event, work) -> {
                    Thread.sleep(50);
                    done.add(event.videoId());
                    return Outcome.emit(scanned(event));
                })) {
            await().atMost(LONG).until(() -> first.ready() && second.ready());
            for (int i = 0; i < 40; i++) {
                bench.send("streak", upload("streak" + i), TRACE);
            }

            await().atMost(LONG).until(() -> !first.ready());
            assertThat(first.status()).contains("host is out: 5 jobs in a row failed here, the last with defect");
            assertThat(bad.meters()
                            .get("segue.stage.host.out")
                            .tag("stage", "streak")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            await().atMost(LONG).untilAsserted(() -> assertThat(done).hasSize(40));
            assertThat(written("streak.dlq")).isZero();
            assertThat(second.ready()).isTrue();

            broken.set(false);
            AtomicInteger more = new AtomicInteger();
            await().atMost(LONG).until(() -> {
                bench.send("streak", upload("more" + more.incrementAndGet()), TRACE);
                return onBad.get() > 0 && first.ready();
            });
            assertThat(first.status()).doesNotContain("host is out");
        }
    }

    @Test
    void pausesWhileTheStoreIsDeadAndLosesNeitherAttemptsNorLocks() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger failed = new AtomicInteger();
        Set<String> done = ConcurrentHashMap.newKeySet();
        int jobs = 60;

        try (Bench.Runtime runtime = bench.runtime("host-1");
                StagePart part = runtime.start("dead", 4, (event, work) -> {
                    if (down.get()) {
                        failed.incrementAndGet();
                        throw new TransientFailure("store-unavailable", "connection refused");
                    }
                    done.add(event.videoId());
                    return Outcome.emit(scanned(event));
                })) {
            await().atMost(LONG).until(part::ready);
            for (int i = 0; i < jobs; i++) {
                bench.send("dead", upload("dead" + i), TRACE);
            }
            await().atMost(LONG).until(() -> part.status()
                    .startsWith("paused: the object store does not answer (store-unavailable) since "));
            assertThat(part.ready()).as("it is not this process that is broken").isTrue();
            assertThat(runtime.meters()
                            .get("segue.stage.circuit.open")
                            .tags("stage", "dead", "dependency", "store")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            // Longer than three locks, so that the jobs that wait must have been kept by renewal.
            int before = failed.get();
            long began = System.nanoTime();
            await().atMost(LONG)
                    .until(() ->
                            System.nanoTime() - began > Duration.ofMillis(3500).toNanos());
            assertThat(failed.get() - before)
                    .as("tries in 3.5 s, by pauses of up to 0.5 s")
                    .isBetween(1, 25);
            assertThat(done).isEmpty();

            down.set(false);

            await().atMost(LONG).untilAsserted(() -> assertThat(done).hasSize(jobs));
            await().untilAsserted(() -> assertThat(bench.lag("dead")).isZero());
            assertThat(part.status()).endsWith("0 at work").doesNotContain("paused");
            assertThat(written("dead.dlq")).isZero();
            assertThat(runtime.meters().get("segue.stage.locks.lost").counter().count())
                    .isZero();
        }
    }

    @Test
    void knowsOtherHostsOfAGroupByTheirClientIds() throws Exception {
        KafkaClients clients = new KafkaClients(new KafkaSettings(bench.kafka.bootstrapServers(), null));
        GroupMembers fromHere = new GroupMembers("segue-alone", "host-1", clients::admin);
        assertThat(fromHere.getAsBoolean()).as("there is no such group yet").isFalse();

        try (Bench.Runtime runtime = bench.runtime("host-1");
                StagePart part = runtime.start("alone", 1, (event, work) -> Outcome.emit())) {
            await().atMost(LONG).until(part::ready);

            assertThat(fromHere.getAsBoolean()).isFalse();
            assertThat(new GroupMembers("segue-alone", "host", clients::admin).getAsBoolean())
                    .isTrue();
        }
    }

    private static StageHandler<UploadComplete> failing(AtomicInteger runs) {
        return (event, work) -> {
            runs.incrementAndGet();
            throw new TransientFailure("ffmpeg-failed", "status 1");
        };
    }

    private static long written(String topic) throws Exception {
        TopicPartition only = new TopicPartition(topic, 0);
        return bench.admin
                .listOffsets(Map.of(only, OffsetSpec.latest()))
                .all()
                .get()
                .get(only)
                .offset();
    }
}
