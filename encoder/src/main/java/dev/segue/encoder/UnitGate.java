package dev.segue.encoder;

import dev.segue.media.cmaf.FragmentedMp4;

/** What FFmpeg left is judged by what is in it, never by its exit status. */
final class UnitGate {
    private UnitGate() {}

    /**
     * Every frame of the chunk is there, at exactly its time.
     *
     * @param boundaries the times the frames must have and the end of the last one, up to a constant
     */
    static void requireTimes(FragmentedMp4 mp4, long[] boundaries) throws GateViolation {
        int frames = boundaries.length - 1;
        if (mp4.samples().size() != frames) {
            throw new GateViolation(
                    "frame-count",
                    "the chunk has " + frames + " frames but the output has "
                            + mp4.samples().size());
        }
        long[] found = mp4.samples().stream()
                .mapToLong(FragmentedMp4.Sample::pts)
                .sorted()
                .toArray();
        for (int i = 0; i < frames; i++) {
            long wanted = boundaries[i] - boundaries[0];
            if (found[i] - found[0] != wanted) {
                throw new GateViolation(
                        "frame-time",
                        "frame " + i + " belongs at " + wanted + " ticks but is at " + (found[i] - found[0]));
            }
        }
    }
}
