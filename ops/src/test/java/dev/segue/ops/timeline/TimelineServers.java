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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Real Kafka and PostgreSQL for the tests of the timeline. */
final class TimelineServers implements AutoCloseable {
    static final TimelineSettings SETTINGS =
            new TimelineSettings(500, Duration.ofMillis(50), 3, Duration.ofSeconds(60));

    final Path folder;
    final KafkaSettings kafka;
    final Producer<String, byte[]> producer;
    Database database;
    private final EmbeddedKafka broker;
    private EmbeddedPostgres postgres;
    private final EventCodec codec = new EventCodec(Clock.systemUTC());

    TimelineServers(Path folder) throws Exception {
        this.folder = folder;
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
                new StuckWatch(database, metrics, Clock.systemUTC()),
                metrics);
        projection.start();
        return projection;
    }

    void state(Event event) {
        write(EventType.of(event).topic(), event, Map.of());
    }

    void write(String topic, Event event, Map<String, String> more) {
        Envelope envelope = codec.write(event, "/segue/test", null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, envelope.key(), envelope.value());
        envelope.headers().forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        more.forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
        producer.flush();
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

    void stopPostgres() {
        postgres.close();
    }

    /** On the port it had, so that whoever waits finds it. */
    void startPostgres() throws Exception {
        int port = Integer.parseInt(postgres.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), port);
    }

    @Override
    public void close() {
        producer.close();
        database.close();
        postgres.close();
        broker.close();
    }
}
