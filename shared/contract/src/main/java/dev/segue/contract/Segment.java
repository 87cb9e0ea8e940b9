package dev.segue.contract;

/**
 * One media segment (CMAF, ISO/IEC 23000-19).
 *
 * @param number its place in the rendition, from 0
 * @param start presentation time of its first sample in ticks of the rendition's timescale, from the film's first frame
 * @param duration in ticks
 */
public record Segment(int number, long start, long duration, StoredObject object) {
    public Segment {
        Require.atLeast("number", number, 0);
        Require.atLeast("duration", duration, 1);
        Require.present("object", object);
    }
}
