package dev.segue.media.cmaf;

/**
 * A finished media segment.
 *
 * @param number its place in the rendition, from 0
 * @param start presentation time of its first sample in ticks of the track's timescale, from the film's first frame
 * @param duration in ticks: exactly the sum of what its samples say
 * @param bytes one {@code styp}, one {@code moof}, one {@code mdat}; belongs to whoever holds the record
 * @param samples pictures or audio frames
 */
public record MediaSegment(int number, long start, long duration, byte[] bytes, int samples) {}
