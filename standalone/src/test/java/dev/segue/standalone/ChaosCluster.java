package dev.segue.standalone;

import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.ops.Topics;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Each stage in a process of its own, and several encoders, on servers that can be struck. */
final class ChaosCluster implements AutoCloseable {
    static final Buckets BUCKETS = new Buckets("quarantine", "originals", "vod", "work");

    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final Pattern NUMBER = Pattern.compile("\\d+$");

    private final Path folder;
    private final List<String> encoders;
    private final int slots;
    private final BrokerProcess broker;
    private final EmbeddedS3 s3;
    private final StoreGate gate;
    private final StageProcesses processes;
    private final Path config;
    private final Map<String, Life> lives = new LinkedHashMap<>();
    private final List<Life> allLives = new ArrayList<>();
    private EmbeddedPostgres postgres;

    /**
     * A process from its start to its end.
     *
     * @param skewSeconds how much its clock is ahead
     */
    record Life(String name, Process process, URI address, Path log, int skewSeconds) {}

    /** @param slots units that an encoder works on at a time */
    ChaosCluster(Path folder, List<String> encoders, int slots) throws Exception {
        this.folder = folder;
        this.slots = slots;
        this.encoders = encoders;
        processes = new StageProcesses(folder);
        // Somebody may lose patience with the long form.
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
        broker = BrokerProcess.start(folder.resolve("kafka"));
        s3 = EmbeddedS3.start(folder.resolve("s3"), 0);
        gate = new StoreGate(s3.endpoint());
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        // Which job began when tells what ran twice and how soon it ran elsewhere.
        config = Files.writeString(
                folder.resolve("chaos.yml"), "logger:\n  levels:\n    dev.segue.stage.RecordJob: DEBUG\n");
        new Topics(kafka(), TopicCatalogue.builtIn()).apply();
        try (S3ObjectStore store = store()) {
            BUCKETS.all().forEach(store::ensureBucket);
        }
    }

    KafkaSettings kafka() {
        return new KafkaSettings(broker.bootstrapServers(), Map.of());
    }

    /** The store itself, whatever mood the gate is in. */
    S3ObjectStore store() {
        return S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
    }

    /** All processes that there are to be. */
    List<String> names() {
        List<String> names = new ArrayList<>(Laptop.STAGES);
        names.remove("encoder");
        names.addAll(encoders);
        return names;
    }

    void startAll() throws IOException {
        for (String name : names()) {
            start(name, 0, Map.of());
        }
        lives.values().forEach(life -> StageProcesses.awaitReady(life.address()));
    }

    static boolean canSkew() {
        return Files.exists(FAKETIME);
    }

    synchronized void start(String name, int skewSeconds, Map<String, String> more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = environment(name);
        environment.putAll(more);
        if (skewSeconds != 0) {
            environment.put("LD_PRELOAD", FAKETIME.toString());
            environment.put("FAKETIME", (skewSeconds > 0 ? "+" : "") + skewSeconds + "s");
            // Time that only ever passes must, or the JVM waits for ever.
            environment.put("DONT_FAKE_MONOTONIC", "1");
        }
        String life = name + "." + allLives.size();
        String stage = NUMBER.matcher(name).replaceFirst("");
        Process process = processes.run(
                life,
                List.of("stage", stage, "--port", String.valueOf(port), "--config", config.toString()),
                environment);
        URI address = URI.create("http://127.0.0.1:" + port);
        lives.put(name, new Life(name, process, address, processes.log(life), skewSeconds));
        allLives.add(lives.get(name));
    }

    private Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "SEGUE_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "SEGUE_S3_ENDPOINT", gate.address().toString(),
                "SEGUE_S3_ACCESS_KEY", s3.accessKey(),
                "SEGUE_S3_SECRET_KEY", s3.secretKey(),
                "SEGUE_SCRATCH_DIR", folder.resolve("scratch").resolve(name).toString(),
                "SEGUE_STREAMS_STATE_DIR",
                        folder.resolve("streams").resolve(name).toString(),
                "SEGUE_STREAMS_INSTANCE_ID", name,
                "SEGUE_PROBER_PROFILES_DIR",
                        Path.of("src/test/resources/profiles").toAbsolutePath().toString(),
                "SEGUE_ENCODER_SLOTS", String.valueOf(slots),
                "SEGUE_SPLITTER_CHUNK_SECONDS", "1"));
        environment.put("SEGUE_POSTGRES_URL", postgres.jdbcUrl());
        environment.put("SEGUE_POSTGRES_USER", postgres.user());
        environment.put("SEGUE_POSTGRES_PASSWORD", postgres.password());
        return environment;
    }

    synchronized Life life(String name) {
        return lives.get(name);
    }

    /** Every process there has been. */
    synchronized List<Life> allLives() {
        return List.copyOf(allLives);
    }

    void kill(String name) throws InterruptedException {
        life(name).process().destroyForcibly().waitFor();
    }

    /** Sends a signal that Java has no word for. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill",
                        "-" + signal,
                        String.valueOf(life(name).process().pid()))
                .start()
                .waitFor();
    }

    String secretKey() {
        return s3.secretKey();
    }

    int slots() {
        return slots;
    }

    List<String> encoders() {
        return encoders;
    }

    BrokerProcess broker() {
        return broker;
    }

    StoreGate gate() {
        return gate;
    }

    void stopPostgres() {
        postgres.close();
    }

    void startPostgres() throws IOException {
        int port = URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort();
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), port);
    }

    @Override
    public void close() throws Exception {
        processes.close();
        postgres.close();
        gate.close();
        s3.close();
        broker.close();
    }
}
