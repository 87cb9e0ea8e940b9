package dev.segue.stage;

import dev.segue.contract.Event;
import java.util.Properties;
import org.apache.kafka.streams.Topology;

/** Makes running parts out of what a stage module describes; the one object of the runtime that wirings ask for. */
public interface StageParts {
    /** Workers on a share group. */
    <E extends Event> StagePart workers(StageSpec<E> spec);

    /**
     * A Kafka Streams application (exactly-once v2, classic group protocol with static membership) named {@code segue-<name>}.
     *
     * @param overrides further Streams settings
     */
    StagePart streams(String name, Topology topology, Properties overrides);
}
