package dev.segue.ops.audit;

import dev.segue.contract.EventType;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.ops.deadletter.Letter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was said of one run of a film, as little of it as the checks need. */
final class RunFacts {
    private final String videoId;
    private final int generation;
    private final Map<EventType, Integer> stated = new EnumMap<>(EventType.class);
    private final UnitFacts units = new UnitFacts();
    private final Set<String> disordered = new HashSet<>(0);
    private final Map<String, Completed> completed = new HashMap<>(4);
    private final Set<String> announced = new HashSet<>(4);
    private final Map<String, Place> latest = new HashMap<>(8);
    private final List<Letter> letters = new ArrayList<>(0);
    private Instant firstAt = Instant.MAX;
    private Instant lastAt = Instant.MIN;
    private @Nullable Published published;
    private @Nullable Source original;
    private @Nullable ObjectRef upload;

    RunFacts(String videoId, int generation) {
        this.videoId = videoId;
        this.generation = generation;
    }

    /** Where a record lies. */
    record Place(int partition, long offset) {}

    void heard(EventType type, Instant at) {
        stated.merge(type, 1, Integer::sum);
        heardOf(at);
    }

    /** Something was said that tells nothing but that the run is under way. */
    void heardOf(Instant at) {
        firstAt = at.isBefore(firstAt) ? at : firstAt;
        lastAt = at.isAfter(lastAt) ? at : lastAt;
    }

    void lies(String topic, Place place) {
        latest.put(topic, place);
    }

    void uploaded(Source source) {
        upload = source.object();
    }

    void accepted(Source source) {
        original = source;
    }

    void ready(SegmentsReady e) {
        announced.addAll(e.renditions());
        units.ready(e.unit());
    }

    void encoded(SegmentEncoded e) {
        units.encoded(e);
    }

    /** What was said of its units of work. */
    UnitFacts units() {
        return units;
    }

    void published(Published e) {
        if (published == null) {
            published = e;
        }
    }

    /** @return whether it is the first word of this rendition */
    boolean complete(RenditionComplete e) {
        announced.addAll(e.renditions());
        return completed.putIfAbsent(e.rendition().id(), Completed.of(e)) == null;
    }

    void died(Letter letter) {
        letters.add(letter);
    }

    String videoId() {
        return videoId;
    }

    int generation() {
        return generation;
    }

    /** Whether the first word of the run is known. A newer run begins where whoever asked for it likes. */
    boolean hasBeginning() {
        return has(EventType.UPLOAD_COMPLETE) || (generation > 1 && (has(EventType.SCANNED) || has(EventType.PROBED)));
    }

    /** Whether anybody said that it ended, or gave up. */
    boolean ended() {
        return has(EventType.PUBLISHED) || has(EventType.REJECTED) || !letters.isEmpty();
    }

    int count(EventType type) {
        return stated.getOrDefault(type, 0);
    }

    boolean has(EventType type) {
        return stated.containsKey(type);
    }

    /** Whether a rendition that the track contributes to was said to be complete. */
    boolean isComplete(String track) {
        return units.renditions(track).stream().anyMatch(completed::containsKey);
    }

    /** Notes that the segments of a rendition are not in order, so that nothing else can be compared with them. */
    void disordered(String rendition) {
        disordered.add(rendition);
    }

    Set<String> disordered() {
        return disordered;
    }

    Map<String, Completed> completed() {
        return completed;
    }

    /** All renditions that the run was said to have. */
    Set<String> announced() {
        return announced;
    }

    Map<String, Place> latest() {
        return latest;
    }

    List<Letter> letters() {
        return letters;
    }

    Instant firstAt() {
        return firstAt;
    }

    Instant lastAt() {
        return lastAt;
    }

    /** The first word of its being published. */
    @Nullable
    Published published() {
        return published;
    }

    /** Where the accepted source lies, and what it is. */
    @Nullable
    Source original() {
        return original;
    }

    @Nullable
    ObjectRef upload() {
        return upload;
    }
}
