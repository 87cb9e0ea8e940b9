package dev.segue.ops.retry;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Published;
import dev.segue.contract.Rejected;
import dev.segue.contract.SegmentsReady;
import dev.segue.ops.deadletter.LetterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the records of one video say about its runs. Hearing a record twice changes nothing. */
final class VideoHistory {
    private final Map<EventType, NavigableMap<Integer, StoredEvent>> events = new HashMap<>();
    private final NavigableMap<Integer, Map<String, StoredEvent>> units = new TreeMap<>();
    private final Set<Integer> ended = new HashSet<>();
    private final Map<LetterId, Integer> letters = new HashMap<>();
    private @Nullable String traceparent;
    private int newest;
    private int published;

    /** @param traceparent of the record, absent for none */
    void hear(Event event, @Nullable String traceparent) {
        switch (event) {
            case Published p -> published(p.generation());
            case Rejected r -> ended(r.generation());
            case Cancel c -> ended(c.generation());
            case Prioritize p -> known(p.generation());
            default -> stored(event, traceparent);
        }
    }

    /** An event is stored with which a run could begin. */
    void stored(Event event, @Nullable String traceparent) {
        int generation = event.generation();
        known(generation);
        this.traceparent = traceparent == null ? this.traceparent : traceparent;
        StoredEvent stored = new StoredEvent(event, traceparent);
        if (event instanceof SegmentsReady ready) {
            units.computeIfAbsent(generation, g -> new TreeMap<>())
                    .put(ready.unit().id(), stored);
        } else {
            events.computeIfAbsent(EventType.of(event), t -> new TreeMap<>()).put(generation, stored);
        }
    }

    /** Nothing more is to be expected of this run by itself. */
    void ended(int generation) {
        known(generation);
        ended.add(generation);
    }

    /** A part of this run was given up on: nothing more is to be expected of it until that is put back. */
    void died(int generation, LetterId letter) {
        known(generation);
        letters.put(letter, generation);
    }

    /** The letter's record is being worked on again. */
    void putBack(LetterId letter) {
        letters.remove(letter);
    }

    /** All that died of all runs. */
    Set<LetterId> letters() {
        return Set.copyOf(letters.keySet());
    }

    void published(int generation) {
        ended(generation);
        published = Math.max(published, generation);
    }

    /** The trace it belongs to, absent where no record names one. */
    @Nullable
    String traceparent() {
        return traceparent;
    }

    /** There is such a run. */
    void known(int generation) {
        newest = Math.max(newest, generation);
    }

    /** The number of the newest run, 0 where nothing is known of the video. */
    int newest() {
        return newest;
    }

    /** The newest run that was published. */
    Optional<Integer> published() {
        return published == 0 ? Optional.empty() : Optional.of(published);
    }

    /** Whether the newest run is neither published, nor refused, nor cancelled, nor was a part of it given up on and left so. */
    boolean running() {
        return newest > 0 && !ended.contains(newest) && !letters.containsValue(newest);
    }

    /** The latest events of this kind: one, or all units of a run that has them all; empty where there is none. */
    List<StoredEvent> latest(EventType type) {
        if (type == EventType.SEGMENTS_READY) {
            return units.descendingMap().values().stream()
                    .filter(VideoHistory::whole)
                    .findFirst()
                    .map(run -> List.copyOf(run.values()))
                    .orElse(List.of());
        }
        NavigableMap<Integer, StoredEvent> runs = events.get(type);
        return runs == null ? List.of() : List.of(runs.lastEntry().getValue());
    }

    private static boolean whole(Map<String, StoredEvent> run) {
        Map<String, Integer> left = new HashMap<>();
        Set<String> missing = new HashSet<>();
        for (StoredEvent stored : run.values()) {
            if (stored.event() instanceof SegmentsReady ready) {
                left.merge(ready.unit().track(), -1, Integer::sum);
                missing.addAll(ready.renditions());
            }
        }
        for (StoredEvent stored : run.values()) {
            if (stored.event() instanceof SegmentsReady ready) {
                missing.removeAll(ready.unit().renditionIds());
                if (left.getOrDefault(ready.unit().track(), 0) + ready.unit().unitsInTrack() != 0) {
                    return false;
                }
            }
        }
        return missing.isEmpty();
    }

    /** Where a run could begin, by what is stored, in the order of the stages. */
    List<RetryFrom> possible() {
        List<RetryFrom> possible = new ArrayList<>();
        for (RetryFrom from : RetryFrom.values()) {
            if (!latest(from.event()).isEmpty()) {
                possible.add(from);
            }
        }
        return possible;
    }
}
