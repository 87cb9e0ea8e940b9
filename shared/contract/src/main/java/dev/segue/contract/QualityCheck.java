package dev.segue.contract;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured of each rendition.
 *
 * @param samples how many segments of a rendition are compared with the source
 * @param floorMillionths the least mean that passes without a warning, in millionths of the metric's full scale, absent for none
 */
public record QualityCheck(int samples, @Nullable Integer floorMillionths) {
    public QualityCheck {
        Require.atLeast("samples", samples, 1);
        if (floorMillionths != null && (floorMillionths < 0 || floorMillionths > 1_000_000)) {
            throw new IllegalArgumentException("floorMillionths must be 0 to 1000000 but is " + floorMillionths);
        }
    }

    /** The units of a track of which one segment is compared each: evenly spread, all where there are no more than samples. */
    public SortedSet<Integer> units(int unitsInTrack) {
        int wanted = Math.min(samples, unitsInTrack);
        SortedSet<Integer> units = new TreeSet<>();
        for (long i = 0; i < wanted; i++) {
            units.add((int) ((2 * i + 1) * unitsInTrack / (2L * wanted)));
        }
        return units;
    }
}
