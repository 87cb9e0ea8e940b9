package dev.segue.encoder;

import dev.segue.media.cmaf.FragmentedMp4;
import java.util.List;
import java.util.regex.Pattern;

/** What FFmpeg left is judged by what is in it, never by its exit status. */
final class UnitGate {
    /** Demuxers take a connection that is lost for the end of the file, and FFmpeg then ends with status 0. */
    private static final Pattern BROKE_OFF = Pattern.compile(
            "Stream ends prematurely" + "|Error during demuxing: (Input/output error|Connection |Operation timed out)");

    /** A second in this many: sound and picture of a film rarely end at the same instant. */
    private static final int TOLERANCE = 10;

    private UnitGate() {}

    /**
     * The sound was not cut short because reading the source broke off. Sound that merely ends before the picture does is right,
     * so the length counts only where FFmpeg complained, and the complaint only where the sound is short: a connection that was
     * lost and made anew does no harm.
     *
     * @param wanted samples to where the sound is cut off
     * @param log what FFmpeg complained about
     */
    static void requireSound(FragmentedMp4 mp4, long wanted, String log) throws GateViolation {
        List<FragmentedMp4.Sample> frames = mp4.samples();
        long found =
                frames.isEmpty() ? 0 : frames.getLast().dts() + frames.getLast().duration() - mp4.mediaStart();
        if (found < wanted - mp4.timescale() / TOLERANCE
                && BROKE_OFF.matcher(log).find()) {
            throw new GateViolation(
                    "sound-short",
                    "reading the source broke off; the sound has " + found + " samples of at most " + wanted);
        }
    }

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
