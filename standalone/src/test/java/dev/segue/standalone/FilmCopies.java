package dev.segue.standalone;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Copies of a film that went through the pipeline, under other ids, on a Kafka that no stage reads: every event and every object
 * is a real one, and faults can be planted into them.
 */
final class FilmCopies {
    private final String original;
    private final ObjectStore store;
    private final Buckets from;
    private final Buckets to;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Said> said = new ArrayList<>();

    /** An event of the original film; its JSON without what differs between copies. */
    record Said(String topic, String key, Map<String, String> headers, String json) {
        boolean is(String eventTopic) {
            return topic.equals(eventTopic);
        }
    }

    /** @param original a film whose events lie on {@code source} and whose objects lie in {@code from} */
    FilmCopies(
            String original,
            KafkaSettings source,
            ObjectStore store,
            Buckets from,
            Buckets to,
            String bootstrapServers) {
        this.original = original;
        this.store = store;
        this.from = from;
        this.to = to;
        to.all().forEach(store::ensureBucket);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        List<String> topics = TopicCatalogue.builtIn().topics().stream()
                .map(TopicCatalogue.Topic::name)
                .toList();
        try (TopicScan scan = new TopicScan(source)) {
            scan.all(topics, record -> {
                if (record.key() != null && text(record.key()).startsWith(original)) {
                    said.add(said(record));
                }
            });
        }
    }

    private static Said said(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(h -> headers.put(h.key(), text(h.value())));
        return new Said(record.topic(), text(record.key()), headers, text(record.value()));
    }

    /** A copy without those of its events that are left out. */
    void add(String videoId, Predicate<Said> leftOut) throws IOException {
        add(videoId, leftOut, Said::json);
    }

    /** @param changed what becomes of an event's JSON */
    void add(String videoId, Predicate<Said> leftOut, Function<Said, String> changed) throws IOException {
        copyObjects(from.originals(), to.originals(), videoId);
        copyObjects(from.quarantine(), to.quarantine(), videoId);
        copyObjects(from.vod(), to.vod(), videoId);
        for (Said event : said) {
            if (!leftOut.test(event)) {
                say(event, videoId, changed.apply(event));
            }
        }
    }

    /** Says events of a copy once more. */
    void again(String videoId, String topic) {
        again(videoId, topic, Map.of());
    }

    /** @param more headers that they did not have */
    void again(String videoId, String topic, Map<String, String> more) {
        for (Said event : said) {
            if (event.is(topic)) {
                Map<String, String> headers = new LinkedHashMap<>(event.headers());
                headers.putAll(more);
                say(new Said(event.topic(), event.key(), headers, event.json()), videoId, event.json());
            }
        }
    }

    private void say(Said event, String videoId, String json) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(event.topic(), renamed(event.key(), videoId), bytes(renamed(json, videoId)));
        event.headers().forEach((name, value) -> record.headers().add(name, bytes(renamed(value, videoId))));
        producer.send(record);
    }

    private void copyObjects(String source, String target, String videoId) throws IOException {
        for (String key : store.list(source, original + "/")) {
            ObjectRef copy = new ObjectRef(target, renamed(key, videoId));
            if (key.endsWith("current.json")) {
                try (InputStream in = store.read(new ObjectRef(source, key))) {
                    store.put(copy, bytes(renamed(text(in.readAllBytes()), videoId)), "application/json");
                }
            } else {
                store.copy(new ObjectRef(source, key), copy);
            }
        }
    }

    private String renamed(String text, String videoId) {
        String renamed = text.replace(original, videoId);
        for (int i = 0; i < from.all().size(); i++) {
            renamed = renamed.replace(
                    "\"bucket\":\"" + from.all().get(i) + "\"",
                    "\"bucket\":\"" + to.all().get(i) + "\"");
        }
        return renamed;
    }

    /** The ids of the original's events of one kind, without the film's. */
    List<String> events(String topic) {
        return said.stream()
                .filter(e -> e.is(topic))
                .map(e -> e.headers().getOrDefault("ce_id", ""))
                .map(id -> id.substring(id.indexOf('/') + 1))
                .collect(Collectors.toList());
    }

    /** Waits until everything that was said lies in Kafka. */
    void flush() {
        producer.flush();
    }

    void close() {
        producer.close();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
