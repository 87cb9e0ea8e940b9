package dev.segue.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real single-node KRaft broker inside this JVM. Its data folder survives restarts and kills.
 *
 * <p>Some of the classes used are Kafka's own internals; nothing outside this class and {@link KraftNode} knows them, so that an
 * upgrade touches two files, and {@code KafkaIT} tells whether it still works.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    /** Above the largest {@code max.message.bytes} of a topic in the catalogue (8 MiB), which adds the batch's own overhead. */
    private static final String LARGEST_BATCH = String.valueOf(9 * 1024 * 1024);

    private final KraftNode server;
    private final int port;

    private EmbeddedKafka(KraftNode server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it serves.
     *
     * @param dataDir where its logs lie; made when missing, used again when there
     * @param port to listen on at the loopback address, 0 for any free one
     * @param overrides further {@code server.properties}
     * @throws IOException when it cannot start, for example because the port is taken or another process uses the folder
     */
    public static EmbeddedKafka start(Path dataDir, int port, Map<String, String> overrides) throws IOException {
        Path folder = Files.createDirectories(dataDir.toAbsolutePath().normalize());
        // The broker cannot be asked for its port and the voter list needs one, so both are chosen here. A static voter
        // may
        // change its port at each start.
        int brokerPort = FreePort.or(port);
        Properties settings = settings(folder, brokerPort, FreePort.or(0));
        settings.putAll(overrides);
        format(folder);
        KraftNode server = new KraftNode(KafkaConfig.fromProps(settings, false));
        try {
            server.start();
        } catch (RuntimeException e) {
            server.close();
            throw new IOException(
                    "Kafka cannot start on " + HOST + ":" + brokerPort + " with its data in " + folder, e);
        }
        return new EmbeddedKafka(server, brokerPort);
    }

    /** host:port for clients. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker cleanly and waits for it. */
    @Override
    public void close() {
        server.close();
    }

    private static Properties settings(Path folder, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("log.dirs", folder.toString());
        p.put("listeners", "PLAINTEXT://" + HOST + ":" + brokerPort + ",CONTROLLER://" + HOST + ":" + controllerPort);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        p.put("auto.create.topics.enable", "false");
        p.put("default.replication.factor", "1");
        // After a kill -9 the controller takes the broker of before for alive until its session ends, and turns the new
        // one away; the default of 9 s is most of what such a start takes.
        p.put("broker.session.timeout.ms", "4000");
        p.put("broker.heartbeat.interval.ms", "1000");
        // The defaults of three replicas and 50 partitions each would never come up, or slowly and with many files.
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "4");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        // Lets a group config ask for a lock of one second; the broker's own bounds are 15 to 60 s.
        p.put("group.share.min.record.lock.duration.ms", "1000");
        // A record that nobody settles holds up all that are this many offsets behind it until its lock ends; the most
        // Kafka allows.
        p.put("group.share.partition.max.record.locks", "10000");
        p.put("group.share.max.partition.max.record.locks", "10000");
        // A member learns its assignment with its second heartbeat, by default 5 s after the first and 1 s after the
        // last one
        // that was worked out.
        for (String group : List.of("share", "consumer", "streams")) {
            p.put("group." + group + ".min.heartbeat.interval.ms", "500");
            p.put("group." + group + ".heartbeat.interval.ms", "500");
            p.put("group." + group + ".assignment.interval.ms", "0");
        }
        p.put("message.max.bytes", LARGEST_BATCH);
        p.put("replica.fetch.max.bytes", LARGEST_BATCH);
        p.put("replica.fetch.response.max.bytes", LARGEST_BATCH);
        // Heap and threads for one laptop: the cleaner alone would take 128 MiB.
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("background.threads", "2");
        // The controller's heartbeat to itself, 2 a second by default, serves clusters; each one is a write and a
        // flush.
        p.put("metadata.max.idle.interval.ms", "10000");
        return p;
    }

    private static void format(Path folder) throws IOException {
        // Formatting an existing folder fails on its other cluster id, whatever setIgnoreFormatted says.
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(nowhere)
                    .run();
        } catch (Exception e) {
            throw new IOException("the data folder of Kafka cannot be set up: " + folder, e);
        }
    }
}
