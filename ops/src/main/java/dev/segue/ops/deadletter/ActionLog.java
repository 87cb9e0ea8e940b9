package dev.segue.ops.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.segue.ops.TopicScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topic of everything that was done to dead letters. */
final class ActionLog {
    static final String TOPIC = "dead-letter-actions";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private ActionLog() {}

    /** All that a run did, in its order. */
    static List<Action> ofRun(TopicScan scan, String run) {
        List<Action> actions = new ArrayList<>();
        scan.all(List.of(TOPIC), record -> {
            byte[] value = record.value();
            Action action = value == null ? null : read(value);
            if (action != null && action.run().equals(run)) {
                actions.add(action);
            }
        });
        return actions;
    }

    static ProducerRecord<byte[], byte[]> record(Action action) {
        String key = action.letter() == null
                ? "run/" + action.run()
                : action.letter().toString();
        try {
            return new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.UTF_8), JSON.writeValueAsBytes(action));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an action cannot be written as JSON", e);
        }
    }

    static Action read(byte[] value) {
        try {
            return JSON.readValue(value, Action.class);
        } catch (IOException e) {
            // Guessing would replay a letter twice or never.
            throw new IllegalStateException(
                    "the topic " + TOPIC + " holds a record that is no action; was it written by another program?", e);
        }
    }
}
