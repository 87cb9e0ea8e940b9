package dev.segue.ops.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dead letter without its content.
 *
 * @param at when it was written
 * @param origin the topic it was read from, absent where no header tells
 * @param group the group that gave it up, absent for letters of other frameworks
 * @param stage who gave it up
 * @param kind {@code transient}, {@code permanent} or {@code unknown}
 * @param code the failure's code, for programs
 * @param message what went wrong, for people
 * @param cause the message, or FFmpeg's last words, with everything taken out that differs between two films
 * @param fingerprint of {@code cause}: letters with the same one have most likely the same cause
 * @param videoId absent where neither event, key nor headers name one
 * @param eventId the id of the event, absent where it has none
 * @param replays how often it was put back before
 * @param filmUs how much film it stands for, in microseconds; 0 where that is not known
 * @param omitted whether its content was too large to be kept and lies only in the origin topic
 */
public record Letter(
        LetterId id,
        Instant at,
        @Nullable String origin,
        @Nullable String group,
        String stage,
        String kind,
        String code,
        String message,
        String cause,
        String fingerprint,
        @Nullable String videoId,
        @Nullable String eventId,
        int replays,
        long filmUs,
        boolean omitted) {}
