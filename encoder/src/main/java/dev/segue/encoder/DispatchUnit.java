package dev.segue.encoder;

import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Which unit of which run of which video. */
record DispatchUnit(String videoId, int generation, String track, int index) {
    private static final Pattern QUEUE_KEY = Pattern.compile("([^/]+)/(\\d{1,9})/([^/]+)/(\\d{1,9})");

    static DispatchUnit of(SegmentsReady event) {
        Unit unit = event.unit();
        return new DispatchUnit(event.videoId(), event.generation(), unit.track(), unit.index());
    }

    /** The key in the dispatcher's stores: zeros in front put the units of a film in their order. */
    String key() {
        return videoId + "/" + generation + "/" + track + String.format(Locale.ROOT, "/%010d", index);
    }

    /** The key of its record on the encode queue, and of its dead letter. */
    String queueKey() {
        return videoId + "/" + generation + "/" + track + "/" + index;
    }

    /** The unit that such a key names, empty when it names none. */
    static Optional<DispatchUnit> ofQueueKey(@Nullable String key) {
        Matcher parts = QUEUE_KEY.matcher(key == null ? "" : key);
        return parts.matches()
                ? Optional.of(new DispatchUnit(
                        parts.group(1),
                        Integer.parseInt(parts.group(2)),
                        parts.group(3),
                        Integer.parseInt(parts.group(4))))
                : Optional.empty();
    }

    /** Any unit of this run that a store has. */
    static <T> Optional<T> any(ReadOnlyKeyValueStore<String, T> store, String videoId, int generation) {
        try (KeyValueIterator<String, T> range = run(store, videoId, generation)) {
            return range.hasNext() ? Optional.of(range.next().value) : Optional.empty();
        }
    }

    /** The keys of the units of this run in a store. */
    static List<String> of(ReadOnlyKeyValueStore<String, ?> store, String videoId, int generation) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, ?> range = run(store, videoId, generation)) {
            range.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    private static <T> KeyValueIterator<String, T> run(
            ReadOnlyKeyValueStore<String, T> store, String videoId, int generation) {
        return store.range(videoId + "/" + generation + "/", videoId + "/" + generation + "0");
    }

    /** The keys of a video's units in a store, of this run and those before it. */
    static List<String> upTo(ReadOnlyKeyValueStore<String, ?> store, String videoId, int generation) {
        List<String> keys = new ArrayList<>();
        int begin = videoId.length() + 1;
        // '0' is the character after '/', so the range holds the keys of this video and of no other.
        try (KeyValueIterator<String, ?> range = store.range(videoId + "/", videoId + "0")) {
            range.forEachRemaining(entry -> {
                int end = entry.key.indexOf('/', begin);
                if (Integer.parseInt(entry.key.substring(begin, end)) <= generation) {
                    keys.add(entry.key);
                }
            });
        }
        return keys;
    }
}
