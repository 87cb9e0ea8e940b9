package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka ({@code segue.kafka}).
 *
 * @param bootstrapServers host:port list
 * @param properties further client properties, for example for SASL or TLS, given to every client as they are
 */
@ConfigurationProperties("segue.kafka")
public record KafkaSettings(
        @Bindable(defaultValue = "localhost:9092") String bootstrapServers,

        @Nullable @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        Map<String, String> properties) {
    /** Of all that is written. LZ4 is also written in Java, so that it works where no native library can be unpacked. */
    public static final String COMPRESSION = "lz4";

    public KafkaSettings {
        properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    /** What every client is given: the address and the further properties. A new map, to be added to. */
    public Map<String, Object> client() {
        Map<String, Object> config = new HashMap<>(properties);
        config.put("bootstrap.servers", bootstrapServers);
        return config;
    }

    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", properties=***]";
    }
}
