package dev.segue.encoder;

import dev.segue.contract.Priority;
import java.util.Comparator;

/**
 * A waiting unit's place in the order in which units are released. Units of other owners with the same priority may be released before
 * it all the same, see {@link DispatchOrder}.
 *
 * @param due time of arrival plus the slack of its priority, in milliseconds: what came late but is urgent overtakes, and
 *     whatever waits long enough comes first in the end
 * @param sound whether it is a sound track, which goes first among those due at the same time: it is one long piece, so that a
 *     film whose sound begins last ends with one busy worker
 * @param unit the unit's key in the store, so that the units of one film that arrive together keep their order
 */
record DispatchPlace(Priority priority, String owner, long due, boolean sound, String unit, DispatchWork work)
        implements Comparable<DispatchPlace> {
    private static final Comparator<DispatchPlace> ORDER = Comparator.comparingLong(DispatchPlace::due)
            .thenComparing(DispatchPlace::sound, Comparator.reverseOrder())
            .thenComparing(DispatchPlace::unit);

    @Override
    public int compareTo(DispatchPlace other) {
        return ORDER.compare(this, other);
    }
}
