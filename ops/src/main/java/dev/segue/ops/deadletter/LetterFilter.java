package dev.segue.ops.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant; what is absent does not matter.
 *
 * @param topic the dead-letter topic, or the topic that its letters come from
 * @param olderThan least age
 * @param youngerThan greatest age
 * @param replaysBelow put back less often than this
 */
public record LetterFilter(
        @Nullable LetterId id,
        @Nullable String topic,
        @Nullable String stage,
        @Nullable String code,
        @Nullable String fingerprint,
        @Nullable String video,
        @Nullable Duration olderThan,
        @Nullable Duration youngerThan,
        @Nullable Integer replaysBelow) {
    /** All of them. */
    public static LetterFilter all() {
        return new LetterFilter(null, null, null, null, null, null, null, null, null);
    }

    boolean matches(Letter letter, Instant now) {
        Duration age = Duration.between(letter.at(), now);
        return (id == null || id.equals(letter.id()))
                && (topic == null || topic.equals(letter.id().topic()) || topic.equals(letter.origin()))
                && (stage == null || stage.equals(letter.stage()))
                && (code == null || code.equals(letter.code()))
                && (fingerprint == null || fingerprint.equalsIgnoreCase(letter.fingerprint()))
                && (video == null || Objects.equals(video, letter.videoId()))
                && (olderThan == null || age.compareTo(olderThan) >= 0)
                && (youngerThan == null || age.compareTo(youngerThan) <= 0)
                && (replaysBelow == null || letter.replays() < replaysBelow);
    }

    /** Whether it means every letter there is. */
    public boolean isAll() {
        return equals(all());
    }

    /** For the record: {@code code=store-unavailable stage=encoder}, or {@code all}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "id", id);
        add(parts, "topic", topic);
        add(parts, "stage", stage);
        add(parts, "code", code);
        add(parts, "fingerprint", fingerprint);
        add(parts, "video", video);
        add(parts, "older-than", olderThan);
        add(parts, "younger-than", youngerThan);
        add(parts, "replays-below", replaysBelow);
        return parts.isEmpty() ? "all" : String.join(" ", parts);
    }

    private static void add(List<String> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.add(name + "=" + value);
        }
    }
}
