package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two assemblers as processes under load; one or the other is killed, and never finds its local disk again. */
final class AssemblerCrashIT {
    private static final Logger LOG = LoggerFactory.getLogger(AssemblerCrashIT.class);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int CHUNKS = 10;

    @TempDir
    Path folder;

    @Test
    void threeKillsLoseNoCompletionAndDoubleNone() throws Exception {
        killAndCount(3);
    }

    @Tag("long")
    @Test
    void tenKillsLoseNoCompletionAndDoubleNone() throws Exception {
        killAndCount(10);
    }

    private void killAndCount(int kills) throws Exception {
        Random random = new Random(kills);
        try (Broker broker = new Broker(folder.resolve("kafka"));
                Load load = new Load(broker, random);
                Pair pair = new Pair(broker)) {
            for (int kill = 0; kill < kills; kill++) {
                long moment = load.sent + 100 + random.nextInt(1_500);
                await().atMost(LONG_ENOUGH).until(() -> load.sent >= moment);
                pair.killOne(random.nextInt(2));
            }
            int films = load.stop();
            await().atMost(LONG_ENOUGH).until(() -> broker.isCounted(broker.ends()));

            List<String> stated = broker.read("rendition-complete").stream()
                    .map(record -> Broker.header(record, Envelope.ID))
                    .toList();
            LOG.atInfo()
                    .addKeyValue("kills", kills)
                    .addKeyValue("events", load.sent)
                    .addKeyValue("renditions", stated.size())
                    .log("every rendition was stated");
            assertThat(stated).doesNotHaveDuplicates().hasSize(films * Film.RENDITIONS.size());
            assertThat(broker.read("segment-encoded.dlq")).isEmpty();
            assertThat(broker.read("segments-ready.dlq")).isEmpty();
        }
    }

    private final class Pair implements AutoCloseable {
        private final Broker broker;
        private final List<AssemblerProcess> processes = new ArrayList<>();
        private int starts;

        Pair(Broker broker) throws Exception {
            this.broker = broker;
            for (int i = 0; i < 2; i++) {
                processes.add(start(i));
            }
            for (AssemblerProcess process : processes) {
                LOG.atInfo()
                        .addKeyValue("runningMs", process.awaitRunning().toMillis())
                        .log("started");
            }
        }

        private AssemblerProcess start(int i) throws IOException {
            Path emptyDisk = folder.resolve("state-" + starts++);
            return new AssemblerProcess(broker.bootstrapServers(), String.valueOf(i + 1), emptyDisk);
        }

        void killOne(int i) throws Exception {
            Map<TopicPartition, Long> before = broker.ends();
            long killedAt = System.nanoTime();
            processes.get(i).kill();
            processes.set(i, start(i));
            Duration running = processes.get(i).awaitRunning();
            await().atMost(LONG_ENOUGH).until(() -> broker.isCounted(before));
            LOG.atInfo()
                    .addKeyValue("instance", i + 1)
                    .addKeyValue("runningAgainMs", running.toMillis())
                    .addKeyValue("allCountedMs", (System.nanoTime() - killedAt) / 1_000_000)
                    .log("killed and started again");
            assertThat(running).isLessThan(Duration.ofSeconds(10));
        }

        @Override
        public void close() throws InterruptedException {
            for (AssemblerProcess process : processes) {
                process.close();
            }
        }
    }

    /** Films in the hundreds, 20 at a time with their units in any order and each tenth event twice, until it is stopped. */
    private static final class Load implements AutoCloseable {
        private static final int AT_A_TIME = 20;
        private static final int EVENTS_A_TICK = 12;
        private static final long TICK_MILLIS = 20;

        private final Broker broker;
        private final Random random;
        private final List<Event> waiting = new ArrayList<>();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private volatile long sent;
        private volatile int films;
        private volatile boolean stopping;

        Load(Broker broker, Random random) {
            this.broker = broker;
            this.random = random;
            clock.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void tick() {
            if (waiting.isEmpty()) {
                if (stopping) {
                    clock.shutdown();
                    return;
                }
                more();
            }
            List<Event> next = waiting.subList(0, Math.min(EVENTS_A_TICK, waiting.size()));
            next.forEach(broker::send);
            sent += next.size();
            next.clear();
        }

        private void more() {
            for (int i = 0; i < AT_A_TIME; i++) {
                waiting.addAll(new Film("film-" + films++, 1, CHUNKS).events());
            }
            for (int twice = waiting.size() / 10; twice > 0; twice--) {
                waiting.add(waiting.get(random.nextInt(waiting.size())));
            }
            Collections.shuffle(waiting, random);
        }

        /** Sends what was begun to its end and tells how many films that were. */
        int stop() throws InterruptedException {
            stopping = true;
            assertThat(clock.awaitTermination(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return films;
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
