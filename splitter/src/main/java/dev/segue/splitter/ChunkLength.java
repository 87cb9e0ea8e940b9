package dev.segue.splitter;

import org.jspecify.annotations.Nullable;

/**
 * How long the chunks of a film are, chosen from what it costs: long enough that starting a process and decoding what is not kept
 * stay a small part of the work, short enough that every slot has work and that little is lost with a unit.
 *
 * @param slots units that are encoded at the same time
 * @param wishedMs a length that is asked for instead, absent where it is to be chosen
 */
record ChunkLength(PictureCost cost, int slots, @Nullable Integer wishedMs) {
    /**
     * What starting FFmpeg in its sandbox, reading the source's head and judging and storing what was made take, in processor-seconds:
     * measured 0.15 to 0.25 for a unit that is hardly more than that.
     */
    static final double START = 0.3;

    /** Of a unit's work, the part that may go into what is not kept. */
    static final double WASTE = 0.05;

    /** The most that is lost when a worker dies, in processor-seconds. */
    static final double LONGEST_WORK = 120;

    /** The most a unit should ever take, far below the deadline of one, in processor-seconds. */
    static final double LONGEST_WITHOUT_SEEK = 900;

    /** Outputs are held in memory while they are cut into segments, and a player waits for the first one. */
    static final double LONGEST_SECONDS = 60;

    /** Where nothing can be seeked to, each chunk decodes the film from its start: with eight, four and a half times in all. */
    static final int CHUNKS_WITHOUT_SEEK = 8;

    /** More than this many lengths of the film are never decoded in vain where that costs more than this part of its own work. */
    private static final double VAIN_FILMS = 2;

    private static final double VAIN_WORK = 0.25;

    ChunkLength {
        if (slots < 1) {
            throw new IllegalArgumentException("somebody must encode: slots is " + slots);
        }
    }

    /** The shortest and the longest chunk, in segments. */
    record Range(int least, int most) {}

    /**
     * The bounds for a film.
     *
     * @param segments how many it has
     * @param segmentSeconds how long one is
     * @param vainSeconds what a chunk decodes in vain on average, in seconds of film
     */
    Range range(int segments, double segmentSeconds, double vainSeconds) {
        if (wishedMs != null) {
            return new Range(1, atLeastOne(wishedMs / 1_000.0 / segmentSeconds));
        }
        double work = cost.perSecond() * segmentSeconds;
        double overhead = START + vainSeconds * cost.decoding();
        int most = atLeastOne(Math.min(LONGEST_SECONDS / segmentSeconds, LONGEST_WORK / work));
        int worthwhile = atLeastOne(Math.ceil(overhead / WASTE / work));
        // No slot is left idle to save another one's work: the film would only be finished later.
        int least = Math.min(Math.min(worthwhile, most), Math.max(1, segments / slots));
        return new Range(least, most);
    }

    /** How many chunks where each is decoded from the film's start. */
    int chunksWithoutSeek(int segments, double segmentSeconds, int most) {
        double work = cost.encoding() * segments * segmentSeconds;
        int limit = Math.max(CHUNKS_WITHOUT_SEEK, (int) Math.min(segments, Math.ceil(work / LONGEST_WITHOUT_SEEK)));
        int wanted = Math.max(slots, (segments + most - 1) / most);
        return Math.clamp(wanted, Math.min(2, segments), Math.min(limit, segments));
    }

    boolean isWasteful(double vainSeconds, double filmSeconds) {
        return vainSeconds > VAIN_FILMS * filmSeconds
                && vainSeconds * cost.decoding() > VAIN_WORK * cost.perSecond() * filmSeconds;
    }

    private static int atLeastOne(double segments) {
        return (int) Math.clamp(segments, 1, 1_000_000);
    }
}
