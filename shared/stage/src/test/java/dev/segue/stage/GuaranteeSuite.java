package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.stage.guarantees.Guarantee;
import dev.segue.stage.guarantees.Observed;
import dev.segue.stage.guarantees.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Gives tasks to three worker processes on a broker in a process of its own, strikes half-way, and asks every guarantee. */
final class GuaranteeSuite implements AutoCloseable {
    static final Duration LOCK = Duration.ofSeconds(3);
    private static final int WORKERS = 3;
    private static final int SLOTS = 2;

    private final Path folder;
    private final Children children;
    private final int brokerPort = freePort();
    private Process broker;
    private int runs;

    GuaranteeSuite(Path folder) throws Exception {
        this.folder = folder;
        children = new Children(Files.createDirectories(folder));
        broker = startBroker();
    }

    /** What happens half-way, and to which worker: empty when to none or to all. */
    @FunctionalInterface
    interface Strike {
        String at(Scene scene) throws Exception;
    }

    /** Whom and what a strike can hit. */
    record Scene(GuaranteeSuite suite, Crew crew) {}

    /** How one run is set up. */
    record Plan(String name, int tasks, int attempts, String results, Duration blind, Strike strike) {}

    Figures run(Plan plan) throws Exception {
        String topic = plan.name() + ++runs;
        Path own = Files.createDirectories(folder.resolve(topic));
        String results = plan.results().isEmpty()
                ? Files.createDirectories(own.resolve("results")).toString()
                : plan.results();
        List<Task> tasks = tasks(topic, plan.tasks());
        Crew crew = new Crew(
                children, own, List.of(bootstrap(), topic, own, LOCK.toMillis(), SLOTS, plan.attempts(), results));
        Observed seen;
        long struckAt;
        String victim;
        try (SuiteTopic work = new SuiteTopic(bootstrap(), topic)) {
            work.give(tasks);
            crew.hire(WORKERS);
            awaitEnded(work, tasks.size() / 3);
            crew.struck();
            victim = plan.strike().at(new Scene(this, crew));
            struckAt = crew.struckAt();
            awaitEnded(work, tasks.size());
            Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(() -> work.unsettled() == 0);
            crew.dismiss();
            work.ended();
            try (Results kept = Results.at(results)) {
                seen = new Observed(
                        tasks,
                        crew.journal(),
                        work.stated(),
                        work.letters(),
                        kept.all(),
                        crew.leftovers(),
                        work.unsettled());
            }
        }
        for (Guarantee guarantee : Guarantee.all(plan.blind())) {
            assertThat(guarantee.violations(seen))
                    .as("%s, with %s", guarantee.name(), plan.name())
                    .isEmpty();
        }
        return Figures.of(seen, struckAt, victim);
    }

    /** Mostly quick ones, some of each other kind, shuffled in the same way each time. */
    private static List<Task> tasks(String topic, int count) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Task.Kind kind =
                    switch (i % 20) {
                        case 3, 13 -> Task.Kind.SLOW;
                        case 7 -> i % 40 == 7 ? Task.Kind.POISON : Task.Kind.HOPELESS;
                        case 11 -> Task.Kind.FLAKY;
                        default -> Task.Kind.QUICK;
                    };
            tasks.add(Task.of(topic, kind, i));
        }
        Collections.shuffle(tasks, new Random(1));
        return tasks;
    }

    private static void awaitEnded(SuiteTopic work, int count) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        int ended = work.ended();
        while (ended < count) {
            if (System.nanoTime() > until) {
                throw new AssertionError("only " + ended + " of " + count + " units have ended after two minutes");
            }
            ended = work.ended();
        }
    }

    Process broker() {
        return broker;
    }

    /** Starts the broker again on the same port with what its predecessor left. */
    void restartBroker() throws Exception {
        assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        broker = startBroker();
    }

    private Process startBroker() throws Exception {
        return start("kafka", brokerPort);
    }

    /** Starts a server and waits until it serves. */
    Process start(String kind, int port) throws Exception {
        Process server = children.start(kind, SuiteServer.class, "256m", kind, folder.resolve(kind), port);
        Awaitility.await(kind + " serves")
                .atMost(180, TimeUnit.SECONDS)
                .until(() -> !server.isAlive() || serves(port, folder.resolve(kind)));
        assertThat(server.isAlive()).as("%s has started", kind).isTrue();
        return server;
    }

    private static boolean serves(int port, Path own) {
        if (own.endsWith("s3") && !Files.exists(own.resolve("address"))) {
            return false;
        }
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    Path folder(String part) {
        return folder.resolve(part);
    }

    /** Below those that the system lends to clients: one of them could take a server's port while that is restarted. */
    static int freePort() {
        Random random = new Random();
        while (true) {
            int port = random.nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; there are others.
                continue;
            }
        }
    }

    private String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    @Override
    public void close() throws InterruptedException {
        children.close();
    }
}
