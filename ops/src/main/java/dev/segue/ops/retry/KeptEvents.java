package dev.segue.ops.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.UploadComplete;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the timeline keeps of a video's runs, longer than Kafka does. */
final class KeptEvents {
    private final Database timeline;
    private final EventCodec codec;

    KeptEvents(Database timeline, EventCodec codec) {
        this.timeline = timeline;
        this.codec = codec;
    }

    /**
     * Tells all it knows.
     *
     * @return up to where it has read each partition; what lies behind that is not told
     */
    Map<TopicPartition, Long> tell(String videoId, VideoHistory history) throws TransientFailure {
        return timeline.inTransaction(handle -> {
            // The positions first: what is projected meanwhile is then told, and heard of once more in Kafka.
            Map<TopicPartition, Long> positions = positions(handle);
            handle.createQuery("select generation from video where video_id = :id")
                    .bind("id", videoId)
                    .mapTo(Integer.class)
                    .forEach(history::known);
            handle.createQuery("select type, generation, topic, part, log_offset, headers, payload from event"
                            + " where video_id = :id order by at")
                    .bind("id", videoId)
                    .map((row, context) -> row(row, videoId, history))
                    .list();
            return positions;
        });
    }

    private static Map<TopicPartition, Long> positions(Handle handle) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        handle.createQuery("select topic, part, next_offset from position")
                .map((row, context) -> positions.put(
                        new TopicPartition(row.getString("topic"), row.getInt("part")), row.getLong("next_offset")))
                .list();
        return positions;
    }

    private boolean row(ResultSet row, String videoId, VideoHistory history) throws SQLException {
        int generation = row.getInt("generation");
        String type = row.getString("type");
        history.known(generation);
        byte[] payload = row.getBytes("payload");
        if (payload != null) {
            Map<String, String> headers = headers(row.getString("headers"));
            Event event = event(type, videoId, headers, payload);
            if (event != null) {
                history.stored(event, headers.get(Envelope.TRACEPARENT));
            }
        } else if (type.equals(EventType.PUBLISHED.kind())) {
            history.published(generation);
        } else if (type.equals(EventType.REJECTED.kind()) || type.equals(EventType.CANCEL.kind())) {
            history.ended(generation);
        } else if (type.equals("dead-letter")) {
            history.died(
                    generation, new LetterId(row.getString("topic"), row.getInt("part"), row.getLong("log_offset")));
        }
        return true;
    }

    private @Nullable Event event(String type, String videoId, Map<String, String> headers, byte[] payload) {
        try {
            return type.equals(EventType.UPLOAD_COMPLETE.kind())
                    ? codec.readAtTheDoor(UploadComplete.class, videoId, headers, payload)
                    : codec.readAny(headers, payload);
        } catch (MalformedEventException e) {
            return null; // of a version that is no longer read: as good as not kept
        }
    }

    private static Map<String, String> headers(@Nullable String json) {
        Map<String, String> headers = new TreeMap<>();
        if (json != null) {
            try {
                EventCodec.json()
                        .readTree(json)
                        .properties()
                        .forEach(header ->
                                headers.put(header.getKey(), header.getValue().asText()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the timeline holds headers that are no JSON", e);
            }
        }
        return headers;
    }
}
