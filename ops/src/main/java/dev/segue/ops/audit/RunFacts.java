package dev.segue.ops.audit;

import dev.segue.contract.EventType;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.StoredObject;
import dev.segue.contract.Unit;
import dev.segue.ops.deadletter.Letter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was said of one run of a film, as little of it as the checks need. */
final class RunFacts {
    private final String videoId;
    private final int generation;
    private final Map<EventType, Integer> stated = new EnumMap<>(EventType.class);
    private final Map<String, BitSet> ready = new HashMap<>(2);
    private final Map<String, BitSet> done = new HashMap<>(2);
    private final Map<String, Integer> unitsInTrack = new HashMap<>(2);
    private final Map<String, Set<String>> renditionsOf = new HashMap<>(2);
    private final Set<String> disordered = new HashSet<>(0);
    private final Map<String, EncodedUnits> encoded = new HashMap<>(4);
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

    /**
     * A rendition that was said to be complete.
     *
     * @param bytes of all its segments with the init segment
     */
    record Completed(StoredObject init, long timescale, long frames, int segments, long bytes, long start, long end) {
        static Completed of(RenditionComplete e) {
            Segment last = e.segments().getLast();
            long media =
                    e.segments().stream().mapToLong(s -> s.object().bytes()).sum();
            return new Completed(
                    e.init(),
                    e.timescale(),
                    e.frames(),
                    e.segments().size(),
                    e.init().bytes() + media,
                    e.segments().getFirst().start(),
                    last.start() + last.duration());
        }
    }

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
        Unit unit = e.unit();
        announced.addAll(e.renditions());
        unitsInTrack.put(unit.track(), unit.unitsInTrack());
        renditionsOf.put(unit.track(), Set.copyOf(unit.renditionIds()));
        ready.computeIfAbsent(unit.track(), t -> new BitSet()).set(unit.index());
    }

    void encoded(SegmentEncoded e) {
        done.computeIfAbsent(e.track(), t -> new BitSet()).set(e.unit());
        renditionsOf.computeIfAbsent(
                e.track(),
                t -> e.outputs().stream().map(SegmentEncoded.Output::rendition).collect(Collectors.toSet()));
        for (SegmentEncoded.Output output : e.outputs()) {
            encoded.computeIfAbsent(output.rendition(), r -> new EncodedUnits(e.track()))
                    .add(e.unit(), output);
        }
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

    /** Places of the units of a track that were said to be ready. */
    BitSet ready(String track) {
        return ready.getOrDefault(track, new BitSet());
    }

    /** Places of the units of a track that were said to be encoded. */
    BitSet encodedOf(String track) {
        return done.getOrDefault(track, new BitSet());
    }

    /** Every track of which units were spoken of. */
    Set<String> tracks() {
        Set<String> tracks = new TreeSet<>(ready.keySet());
        tracks.addAll(done.keySet());
        return tracks;
    }

    /** Whether a rendition that the track contributes to was said to be complete. */
    boolean isComplete(String track) {
        return renditionsOf.getOrDefault(track, Set.of()).stream().anyMatch(completed::containsKey);
    }

    /** Notes that the segments of a rendition are not in order, so that nothing else can be compared with them. */
    void disordered(String rendition) {
        disordered.add(rendition);
    }

    Set<String> disordered() {
        return disordered;
    }

    /** How many units a track has; 0 when none was announced. */
    int units(String track) {
        return unitsInTrack.getOrDefault(track, 0);
    }

    @Nullable
    EncodedUnits encoded(String rendition) {
        return encoded.get(rendition);
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
