package dev.segue.ops.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a video.
 *
 * @param type the kind of event; {@code queued} for a unit that was handed to the workers, {@code dead-letter} for a record that a
 *     stage gave up
 * @param topic where its record lies
 * @param stage who stated it, or gave it up
 * @param host where that was
 * @param attempts how many it took; of {@code queued}, how often it was handed out
 * @param waitMs how long the record before it had lain in its topic
 * @param runMs how long the work took, all attempts together
 * @param cpuMs processor time of the work
 * @param code why it was rejected or given up
 * @param track of a unit
 * @param unit its place within the track
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Happening(
        Instant at,
        String type,
        int generation,
        String eventId,
        String topic,
        @Nullable String stage,
        @Nullable String host,
        @Nullable Integer attempts,
        @Nullable Long waitMs,
        @Nullable Long runMs,
        @Nullable Long cpuMs,
        @Nullable String code,
        @Nullable String message,
        @Nullable String track,
        @Nullable Integer unit) {}
