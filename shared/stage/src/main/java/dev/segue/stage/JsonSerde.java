package dev.segue.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.EventCodec;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * State of Kafka Streams applications as JSON: a store's changelog can be read by people, and a later version may add fields. Bytes are
 * in base64.
 */
public final class JsonSerde {
    private static final JsonMapper JSON = EventCodec.json();

    private JsonSerde() {}

    /** For a record class, or whatever else Jackson reads as it writes it. */
    public static <T> Serde<T> of(Class<T> type) {
        return Serdes.serdeFrom((topic, value) -> write(value), (topic, bytes) -> read(type, bytes));
    }

    /** Kafka passes null through as "no value". */
    private static byte @Nullable [] write(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new SerializationException("state cannot be written", e);
        }
    }

    private static <T> @Nullable T read(Class<T> type, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return JSON.readValue(bytes, type);
        } catch (IOException e) {
            throw new SerializationException("state cannot be read as " + type.getSimpleName(), e);
        }
    }
}
