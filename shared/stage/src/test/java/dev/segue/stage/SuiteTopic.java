package dev.segue.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.stage.guarantees.Observed;
import dev.segue.stage.guarantees.Task;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic of one run of the guarantee suite: gives tasks to workers and watches what comes out of them. */
final class SuiteTopic implements AutoCloseable {
    private static final String STATED = "scanned";

    private final String topic;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, byte[]> given = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Observed.Stated> stated = new ArrayList<>();
    private final List<Observed.Letter> letters = new ArrayList<>();

    SuiteTopic(String bootstrap, String topic) throws Exception {
        this.topic = topic;
        Map<String, Object> server = Map.of("bootstrap.servers", bootstrap);
        admin = Admin.create(server);
        Set<String> there = admin.listTopics().names().get();
        List<NewTopic> wanted = new ArrayList<>();
        for (String name : List.of(STATED, topic, topic + ".dlq")) {
            if (!there.contains(name)) {
                wanted.add(new NewTopic(name, 1, (short) 1));
            }
        }
        admin.createTopics(wanted).all().get();
        producer = new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(server, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(STATED, 0), new TopicPartition(topic + ".dlq", 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void give(List<Task> tasks) {
        EventCodec codec = new EventCodec(Clock.systemUTC());
        for (Task task : tasks) {
            Envelope envelope = codec.write(Bench.upload(task.unit()), "/segue/suite", null);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, Bench.bytes(envelope.key()), envelope.value());
            envelope.headers().forEach((name, value) -> record.headers().add(name, Bench.bytes(value)));
            given.put(task.unit(), envelope.value());
            producer.send(record);
        }
        producer.flush();
    }

    /** Reads what has come meanwhile; how many units have ended. */
    int ended() throws Exception {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            String unit = new String(record.key(), StandardCharsets.UTF_8);
            if (given.containsKey(unit)) {
                ended.add(unit);
                take(record, unit);
            }
        }
        return ended.size();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, String unit) throws Exception {
        if (record.topic().equals(STATED)) {
            JsonNode event = EventCodec.json().readTree(record.value());
            stated.add(new Observed.Stated(
                    unit, event.get("checks").get(0).get("finding").asText()));
        } else {
            letters.add(new Observed.Letter(
                    unit,
                    Bench.header(record, "dlq-error-code"),
                    Integer.parseInt(Bench.header(record, "dlq-attempts")),
                    Integer.parseInt(Bench.header(record, "dlq-deliveries")),
                    Arrays.equals(record.value(), given.get(unit))));
        }
    }

    List<Observed.Stated> stated() {
        return List.copyOf(stated);
    }

    List<Observed.Letter> letters() {
        return List.copyOf(letters);
    }

    /** Records that the group has not finally settled; all of them before its first acknowledgement. */
    long unsettled() throws Exception {
        String group = "segue-" + topic;
        return admin
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .values()
                .stream()
                .filter(info -> info != null)
                .mapToLong(info -> info.lag().orElse((long) given.size()))
                .findFirst()
                .orElse(given.size());
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close();
        admin.close(Duration.ZERO);
    }
}
