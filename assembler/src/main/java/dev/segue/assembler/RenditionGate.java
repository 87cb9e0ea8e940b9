package dev.segue.assembler;

import dev.segue.contract.Segment;
import dev.segue.contract.Warning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a rendition whose segments follow each other is the whole film. Pure functions; times are whole ticks. */
final class RenditionGate {
    private static final long MICROS = 1_000_000;

    /** Sound and picture that end further apart than this do not belong together, or need to be explained. */
    private static final long SOUND_TOLERANCE_US = 50_000;

    private RenditionGate() {}

    /** A picture has all frames that were planned and ends when the film does, to the tick. */
    static void requireWholePicture(RenditionKey key, Planned planned, long frames, List<Segment> segments) {
        if (frames != planned.frames()) {
            throw new Violation(
                    Violation.Code.FRAME_TOTAL, key, "expected " + planned.frames() + " frames but found " + frames);
        }
        long end = end(segments);
        if (end != planned.end()) {
            throw new Violation(
                    Violation.Code.LENGTH,
                    key,
                    "expected the last segment to end at " + planned.end() + " but it ends at " + end);
        }
    }

    /** Pictures of one film have the same number of frames. */
    static void requireSameFrames(RenditionKey key, long frames, RenditionKey other, long framesOfOther) {
        if (frames != framesOfOther) {
            throw new Violation(
                    Violation.Code.FRAMES_DIFFER,
                    key,
                    "has " + frames + " frames but " + other.rendition() + " has " + framesOfOther);
        }
    }

    /**
     * Sound does not go on after the film.
     *
     * @return what explains it where it ends before the film: it does so in the source, or its unit would have been refused
     */
    static Optional<Warning> requireSoundWithin(
            RenditionKey key, Planned planned, long timescale, List<Segment> segments) {
        long end = Math.multiplyExact(end(segments), MICROS) / timescale;
        if (end > planned.end() + SOUND_TOLERANCE_US) {
            throw new Violation(
                    Violation.Code.SOUND_LONG,
                    key,
                    "expected the sound to end at " + planned.end() + " us but it ends at " + end);
        }
        return end < planned.end() - SOUND_TOLERANCE_US
                ? Optional.of(new Warning(
                        "sound-ends-early",
                        "The sound ends at " + seconds(end) + ", the film at " + seconds(planned.end()) + "."))
                : Optional.empty();
    }

    private static long end(List<Segment> segments) {
        return segments.getLast().start() + segments.getLast().duration();
    }

    private static String seconds(long us) {
        return String.format(Locale.ROOT, "%d.%02d s", us / MICROS, us % MICROS / 10_000);
    }
}
