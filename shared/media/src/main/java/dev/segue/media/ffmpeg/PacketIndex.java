package dev.segue.media.ffmpeg;

import java.util.Arrays;

/**
 * When each frame of a video stream is shown, in ticks of the stream's time base. Frames that an edit list leaves out are not in it.
 * Holds eight bytes a frame: a film of three hours has two to five megabytes.
 */
public final class PacketIndex {
    /** How the times were found. */
    public enum Origin {
        /** Read from the packets, without decoding. */
        PACKETS,
        /** By decoding the whole stream, because its packets do not tell. */
        DECODED
    }

    private final long[] times;
    private final long[] keyFrames;
    private final long[] dependentKeyFrames;
    private final long end;
    private final Origin origin;
    private final int moved;

    PacketIndex(long[] times, long[] keyFrames, long[] dependentKeyFrames, long end, Origin origin, int moved) {
        this.times = times;
        this.keyFrames = keyFrames;
        this.dependentKeyFrames = dependentKeyFrames;
        this.end = end;
        this.origin = origin;
        this.moved = moved;
    }

    /** How many frames there are, at least one. */
    public int frames() {
        return times.length;
    }

    /** Presentation times of all frames, rising strictly; a copy. */
    public long[] times() {
        return times.clone();
    }

    /** Presentation time of a frame. */
    public long time(int frame) {
        return times[frame];
    }

    /** Number of the first frame shown at or after a time; {@link #frames()} when there is none. */
    public int firstAtOrAfter(long time) {
        int i = Arrays.binarySearch(times, time);
        return i >= 0 ? i : -i - 1;
    }

    /**
     * Presentation times of the key frames, rising; they can begin before the first frame shown. None where the stream cannot be
     * relied on after a seek. A copy.
     */
    public long[] keyFrames() {
        return keyFrames.clone();
    }

    /**
     * Those key frames that need the group before, rising: frames shown before them come after them (open groups), or the picture is
     * whole only some frames later (intra refresh). A copy.
     */
    public long[] dependentKeyFrames() {
        return dependentKeyFrames.clone();
    }

    /** When the last frame ends. */
    public long end() {
        return end;
    }

    public Origin origin() {
        return origin;
    }

    /** How many frames claimed the time of the one before and were put one tick after it; 0 in nearly every film. */
    public int moved() {
        return moved;
    }
}
