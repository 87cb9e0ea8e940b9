package dev.segue.ops.timeline;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How far each partition is projected, as the tables say. */
final class Positions {
    /**
     * One partition.
     *
     * @param next the offset to go on with
     * @param counted ends of videos before this offset were counted already
     */
    record Position(long next, long counted) {}

    private Positions() {}

    static Map<TopicPartition, Position> read(Handle handle) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        handle.createQuery("select topic, part, next_offset, counted from position")
                .map((rs, ctx) -> Map.entry(
                        new TopicPartition(rs.getString("topic"), rs.getInt("part")),
                        new Position(rs.getLong("next_offset"), rs.getLong("counted"))))
                .forEach(e -> positions.put(e.getKey(), e.getValue()));
        return positions;
    }

    static void write(Handle handle, Map<TopicPartition, Long> next) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into position (topic, part, next_offset, counted) values (:topic, :part, :next, :next)
                on conflict (topic, part) do update set
                    next_offset = excluded.next_offset, counted = greatest(position.counted, excluded.counted)
                """);
        next.forEach((partition, offset) -> batch.bind("topic", partition.topic())
                .bind("part", partition.partition())
                .bind("next", offset)
                .add());
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static long epoch(Handle handle) {
        return handle.createQuery("select epoch from projection for share")
                .mapTo(Long.class)
                .one();
    }
}
