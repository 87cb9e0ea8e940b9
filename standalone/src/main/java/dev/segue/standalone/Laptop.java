package dev.segue.standalone;

import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.ops.ProgressBoard;
import dev.segue.ops.Topics;
import dev.segue.ops.VideoProgress;
import dev.segue.stage.StagePart;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The laptop shape: all seven stages in this JVM with the same code as in production, on embedded Kafka, S3 and PostgreSQL where
 * no others are given.
 */
final class Laptop implements AutoCloseable {
    /** The stages; each name is also a sub-command of {@code segue stage}. */
    static final List<String> STAGES =
            List.of("ingest", "scanner", "prober", "splitter", "encoder", "assembler", "publisher");

    /** Half a second is for tests; here the processors are wanted for the encoding. */
    static final Map<String, String> BROKER = Map.of("group.share.heartbeat.interval.ms", "1500");

    private static final Logger LOG = LoggerFactory.getLogger(Laptop.class);
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final Deque<AutoCloseable> closers = new ArrayDeque<>();
    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Laptop(DataFolder data, int port, Map<String, Object> overrides, List<?> beans) throws Exception {
        try {
            Map<String, Object> properties = startServers(data, overrides);
            properties.put("segue.scratch.dir", data.of("scratch").toString());
            properties.put("segue.streams.state-dir", data.of("streams").toString());
            properties.put("segue.laptop", "true");
            properties.put("micronaut.server.host", "127.0.0.1");
            properties.put("micronaut.server.port", port == 0 ? -1 : port);
            STAGES.forEach(stage -> properties.put("segue.stage." + stage + ".enabled", "true"));
            properties.put("segue.ops.enabled", "true");
            // Short work beside the encoders; a slot that idles costs requests all the same.
            properties.put("segue.prober.slots", 1);
            properties.put("segue.splitter.slots", 1);
            properties.putAll(overrides);
            context = ApplicationContext.builder()
                    .properties(properties)
                    .singletons(beans.toArray())
                    .deduceEnvironment(false)
                    .banner(false)
                    .start();
            closers.push(context);
            SettingKeys.check(context);
            try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> topics =
                        pool.submit(() -> context.getBean(Topics.class).apply());
                Future<?> buckets = pool.submit(() -> createBuckets(context));
                topics.get();
                buckets.get();
                // The board listens before the door opens, so that no event can come unseen.
                context.getBean(ProgressBoard.class);
                Future<EmbeddedServer> http =
                        pool.submit(() -> context.getBean(EmbeddedServer.class).start());
                parts(context).forEach(StagePart::start);
                parts(context).forEach(closers::push);
                server = http.get();
            }
            awaitReady();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and returns when every stage is polling.
     *
     * @param port of the HTTP server, 0 for any free one
     * @param overrides further settings, which win
     * @throws Fault when something does not start
     */
    static Laptop start(DataFolder data, int port, Map<String, Object> overrides) throws InterruptedException {
        return start(data, port, overrides, List.of());
    }

    /**
     * The same with something else in the place of what production has.
     *
     * @param beans objects that win against those of the same type
     */
    static Laptop start(DataFolder data, int port, Map<String, Object> overrides, List<?> beans)
            throws InterruptedException {
        try {
            return new Laptop(data, port, overrides, beans);
        } catch (InterruptedException | Fault e) {
            throw e;
        } catch (ExecutionException | CompletionException e) {
            throw startFault(data, e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            throw startFault(data, e);
        }
    }

    /** For one job whose user waits for it: no timeline, no lag, no API; the processors are wanted for the encoding. */
    static Map<String, Object> withoutOperations(Map<String, Object> overrides) {
        Map<String, Object> settings = new HashMap<>(overrides);
        settings.put("segue.ops.enabled", "false");
        return settings;
    }

    private static Fault startFault(DataFolder data, Throwable cause) {
        if (cause instanceof BindException || cause.getCause() instanceof BindException) {
            return new Fault("the port is in use; choose another one with --port, or 0 for any free one");
        }
        return new Fault("Segue did not start; details are in " + data.logKept(), cause);
    }

    /** Starts the servers whose address is not given, at the same time, and tells what all are reached by. */
    private Map<String, Object> startServers(DataFolder data, Map<String, Object> given) throws Exception {
        LaptopAddresses addresses = new LaptopAddresses(data.root());
        List<Callable<Map<String, Object>>> starts = new ArrayList<>();
        if (!given.containsKey("segue.kafka.bootstrap-servers")) {
            starts.add(() -> {
                EmbeddedKafka kafka = closing(EmbeddedKafka.start(addresses.kafka(), 0, BROKER));
                closing(addresses.tell(kafka));
                return Map.of("segue.kafka.bootstrap-servers", kafka.bootstrapServers());
            });
        }
        if (!given.containsKey("segue.s3.endpoint")) {
            starts.add(() -> {
                EmbeddedS3 s3 = closing(EmbeddedS3.start(addresses.s3(), 0));
                closing(addresses.tell(s3));
                return Map.of(
                        "segue.s3.endpoint", s3.endpoint().toString(),
                        "segue.s3.access-key", s3.accessKey(),
                        "segue.s3.secret-key", s3.secretKey());
            });
        }
        if (!given.containsKey("segue.postgres.url")) {
            starts.add(() -> {
                EmbeddedPostgres postgres = closing(EmbeddedPostgres.start(addresses.postgres(), 0));
                closing(addresses.tell(postgres));
                return Map.of(
                        "segue.postgres.url", postgres.jdbcUrl(),
                        "segue.postgres.user", postgres.user(),
                        "segue.postgres.password", postgres.password());
            });
        }
        Map<String, Object> properties = new HashMap<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Map<String, Object>> started : pool.invokeAll(starts)) {
                properties.putAll(started.get());
            }
        }
        return properties;
    }

    private <T extends AutoCloseable> T closing(T started) {
        synchronized (closers) {
            closers.push(started);
        }
        return started;
    }

    static void createBuckets(ApplicationContext context) {
        ObjectStore store = context.getBean(ObjectStore.class);
        Buckets buckets = context.getBean(Buckets.class);
        buckets.all().forEach(store::ensureBucket);
    }

    static Collection<StagePart> parts(ApplicationContext context) {
        return context.getBeansOfType(StagePart.class);
    }

    private void awaitReady() throws InterruptedException {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (true) {
            List<StagePart> waiting =
                    parts(context).stream().filter(p -> !p.ready()).toList();
            if (waiting.isEmpty()) {
                return;
            }
            if (System.nanoTime() > until) {
                StagePart first = waiting.getFirst();
                throw new Fault("stage " + first.name() + " is not ready after " + READY_WITHIN.toSeconds() + " s: "
                        + first.status());
            }
            Thread.sleep(20);
        }
    }

    /**
     * Waits until a video has ended.
     *
     * @throws Fault when its events can no longer be followed, so that the end would never be heard of
     */
    VideoProgress awaitEnd(String videoId) throws InterruptedException {
        CompletableFuture<VideoProgress> end = board().ended(videoId);
        while (true) {
            try {
                return end.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                board().fault().ifPresent(fault -> {
                    throw new Fault("the events can no longer be followed: " + fault);
                });
            } catch (ExecutionException e) {
                throw new Fault("the events can no longer be followed", e);
            }
        }
    }

    ApplicationContext context() {
        return context;
    }

    ProgressBoard board() {
        return context.getBean(ProgressBoard.class);
    }

    /** Address of the HTTP server. */
    URI address() {
        return server.getURI();
    }

    /** Stages first, then what they stand on. */
    @Override
    public void close() {
        synchronized (closers) {
            try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
                while (closers.peek() instanceof StagePart) {
                    AutoCloseable part = closers.pop();
                    pool.execute(() -> closeQuietly(part));
                }
            }
            while (!closers.isEmpty()) {
                closeQuietly(closers.pop());
            }
        }
    }

    private static void closeQuietly(AutoCloseable closer) {
        try {
            closer.close();
        } catch (Exception e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("part", closer.getClass().getSimpleName())
                    .log("not closed cleanly");
        }
    }
}
