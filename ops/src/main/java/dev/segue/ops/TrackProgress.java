package dev.segue.ops;

import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a track is: the renditions that the same units of work make.
 *
 * @param id the track's name
 * @param picture whether it is the picture; false while no unit of it was seen
 * @param units how many units it has, 0 while that is unknown
 * @param done bit n is set when unit n is encoded; a set of bits, so that hearing it twice counts once
 * @param renditions the renditions it makes
 */
public record TrackProgress(String id, boolean picture, int units, BigInteger done, Set<String> renditions) {
    public TrackProgress {
        renditions = Set.copyOf(renditions);
    }

    static TrackProgress none(String id) {
        return new TrackProgress(id, false, 0, BigInteger.ZERO, Set.of());
    }

    TrackProgress announced(boolean isPicture, int howMany, Iterable<String> made) {
        return new TrackProgress(id, isPicture, howMany, done, with(made));
    }

    TrackProgress encoded(int unit, Iterable<String> made) {
        return new TrackProgress(id, picture, units, done.setBit(unit), with(made));
    }

    boolean isDone(int unit) {
        return done.testBit(unit);
    }

    private Set<String> with(Iterable<String> more) {
        Set<String> all = new TreeSet<>(renditions);
        more.forEach(all::add);
        return all;
    }
}
