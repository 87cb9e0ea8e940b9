package dev.segue.ops.audit;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.Unit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was said of the units of work of one run, track by track. */
final class UnitFacts {
    private final Map<String, BitSet> ready = new HashMap<>(2);
    private final Map<String, BitSet> done = new HashMap<>(2);
    private final Map<String, Integer> unitsInTrack = new HashMap<>(2);
    private final Map<String, Set<String>> renditionsOf = new HashMap<>(2);
    private final Map<String, EncodedUnits> encoded = new HashMap<>(4);

    void ready(Unit unit) {
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

    /** Every track of which units were spoken of. */
    Set<String> tracks() {
        Set<String> tracks = new TreeSet<>(ready.keySet());
        tracks.addAll(done.keySet());
        return tracks;
    }

    /** How many units a track has; 0 when none was announced. */
    int inTrack(String track) {
        return unitsInTrack.getOrDefault(track, 0);
    }

    /** Places of the units of a track that were said to be ready. */
    BitSet ready(String track) {
        return ready.getOrDefault(track, new BitSet());
    }

    /** Places of the units of a track that were said to be encoded. */
    BitSet encodedOf(String track) {
        return done.getOrDefault(track, new BitSet());
    }

    /** What a track's units contribute to. */
    Set<String> renditions(String track) {
        return renditionsOf.getOrDefault(track, Set.of());
    }

    /** What the units of a rendition were said to have made, absent where none was encoded. */
    @Nullable
    EncodedUnits encoded(String rendition) {
        return encoded.get(rendition);
    }
}
