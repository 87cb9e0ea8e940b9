package dev.segue.ops.timeline;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.ops.RecordReader;
import dev.segue.ops.Topics;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.postgres.Database;
import dev.segue.stage.postgres.PostgresSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** Real Kafka and PostgreSQL for the tests of the timeline, started once for all of them; each has videos of its own. */
final class TimelineServers {
    private static TimelineServers shared;

    static final TimelineSettings SETTINGS =
            new TimelineSettings(500, Duration.ofMillis(50), 3, Duration.ofSeconds(60));

    final KafkaSettings kafka;
    final Producer<String, byte[]> producer;
    final Database database;
    private final EmbeddedKafka broker;
    private final EmbeddedPostgres postgres;
    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    static synchronized TimelineServers shared() throws Exception {
        if (shared == null) {
            Path folder = Files.createTempDirectory("timeline");
            TimelineServers servers = new TimelineServers(folder);
            // For machines that are busy with other things.
            Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                servers.close();
                FileUtils.deleteQuietly(folder.toFile());
            }));
            shared = servers;
        }
        return shared;
    }

    private TimelineServers(Path folder) throws Exception {
        broker = EmbeddedKafka.start(folder.resolve("kafka"), 0, Map.of());
        kafka = new KafkaSettings(broker.bootstrapServers(), null);
        new Topics(kafka, TopicCatalogue.builtIn()).apply();
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        database = Database.at(postgres(), "timeline", 6, Duration.ofSeconds(2));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    PostgresSettings postgres() {
        return new PostgresSettings(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    Rebuild rebuild() {
        return new Rebuild(database, kafka, new RecordReader(TopicCatalogue.builtIn(), codec), SETTINGS);
    }

    Projection project() {
        return project(SETTINGS, new SimpleMeterRegistry());
    }

    Projection project(TimelineSettings settings, MeterRegistry registry) {
        TimelineMetrics metrics = new TimelineMetrics(registry, Clock.systemUTC());
        Projection projection = new Projection(
                database,
                kafka,
                new RecordReader(TopicCatalogue.builtIn(), codec),
                settings,
                new StuckWatch(database, Duration.ofMillis(100), Clock.systemUTC()),
                metrics);
        projection.start();
        return projection;
    }

    void state(Event event) {
        write(EventType.of(event).topic(), event, Map.of());
    }

    void write(String topic, Event event, Map<String, String> more) {
        send(topic, event, more);
        producer.flush();
    }

    void send(Event event) {
        send(EventType.of(event).topic(), event, Map.of());
    }

    /** Without waiting until it is written. */
    void send(String topic, Event event, Map<String, String> more) {
        Envelope envelope = codec.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, envelope.key(), envelope.value());
        envelope.headers().forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        more.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    /** Rows of a query, each as one text. */
    List<String> rows(String sql) throws Exception {
        return database.inTransaction(handle ->
                handle.createQuery(sql).mapToMap().map(Object::toString).list());
    }

    String one(String sql) throws Exception {
        return database.inTransaction(
                handle -> handle.createQuery(sql).mapTo(String.class).findOne().orElse("none"));
    }

    private void close() {
        producer.close();
        database.close();
        postgres.close();
        broker.close();
    }
}
