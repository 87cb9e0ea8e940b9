package dev.segue.encoder;

import dev.segue.encoder.GateViolation.Code;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What FFmpeg left is judged by what is in it, never by its exit status. Pure functions over the facts of an output; that each segment
 * is a closed group that begins with a key frame is judged where segments are cut ({@code VideoSegments}).
 */
final class UnitGate {
    /** Demuxers take a connection that is lost for the end of the file, and FFmpeg then ends with status 0. */
    private static final Pattern BROKE_OFF = Pattern.compile(
            "Stream ends prematurely" + "|Error during demuxing: (Input/output error|Connection |Operation timed out)");

    /** swresample fills a gap in one piece, which may be more than it can have; it then leaves it out and goes on. */
    private static final Pattern GAP_LEFT = Pattern.compile("Failed to compensate for timestamp delta");

    /** A second in this many: sound and picture of a film rarely end at the same instant. */
    private static final int SHORT_TOLERANCE = 10;

    /** A second in this many: what 50 ms are, and more than the last frame of sound may stand out. */
    private static final int LONG_TOLERANCE = 20;

    private UnitGate() {}

    /**
     * Every frame of the chunk is there, at exactly its time. (One without bytes is {@code unreadable}.)
     *
     * @param boundaries the times the frames must have and the end of the last one, up to a constant
     */
    static void requireFrames(FragmentedMp4 mp4, long[] boundaries) throws GateViolation {
        int frames = boundaries.length - 1;
        if (mp4.samples().size() != frames) {
            throw new GateViolation(
                    Code.FRAME_COUNT,
                    "frames of the chunk",
                    frames,
                    mp4.samples().size());
        }
        long[] found = mp4.samples().stream().mapToLong(Sample::pts).sorted().toArray();
        for (int i = 0; i < frames; i++) {
            long wanted = boundaries[i] - boundaries[0];
            if (found[i] - found[0] != wanted) {
                throw new GateViolation(Code.FRAME_TIME, "ticks to frame " + i, wanted, found[i] - found[0]);
            }
        }
    }

    /**
     * The output is no larger than it can be.
     *
     * @param most bytes that its rate control lets through, with room for those that keep to it loosely
     */
    static void requireSize(FragmentedMp4 mp4, long most) throws GateViolation {
        long found = mp4.samples().stream().mapToLong(Sample::size).sum();
        if (found > most) {
            throw new GateViolation(Code.SIZE, "bytes of the chunk", "at most " + most, found);
        }
    }

    /**
     * The sound was not cut short because reading the source broke off, and ends where it is cut off. Sound that merely ends before
     * the picture does is right, so a short one counts only where FFmpeg complained, and the complaint only where the sound is short: a
     * connection that was lost and made anew does no harm.
     *
     * @param wanted samples to where the sound is cut off
     * @param log what FFmpeg complained about
     */
    static void requireSound(FragmentedMp4 mp4, long wanted, String log) throws GateViolation {
        List<Sample> frames = mp4.samples();
        long found =
                frames.isEmpty() ? 0 : frames.getLast().dts() + frames.getLast().duration() - mp4.mediaStart();
        if (found < wanted - mp4.timescale() / SHORT_TOLERANCE
                && BROKE_OFF.matcher(log).find()) {
            throw new GateViolation(
                    Code.SOUND_SHORT, "reading the source broke off; samples of the sound", wanted, found);
        }
        if (found < wanted && GAP_LEFT.matcher(log).find()) {
            throw new GateViolation(
                    Code.SOUND_SHORT, "a gap could not be filled with silence; samples of the sound", wanted, found);
        }
        if (found > wanted + mp4.timescale() / LONG_TOLERANCE) {
            throw new GateViolation(Code.SOUND_LONG, "samples of the sound", wanted, found);
        }
    }
}
