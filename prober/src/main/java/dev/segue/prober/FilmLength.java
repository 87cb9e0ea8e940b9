package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.prober.OpenSource.Ends;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a film really is. What the container says is compared with the last packets that are there, read from its end; only
 * where these do not agree are all packets read.
 *
 * @param startUs time of the first frame
 * @param endUs when the picture ends
 * @param durationUs from the first frame to the end of picture or sound, whichever is later
 */
record FilmLength(long startUs, long endUs, long durationUs) {
    /** FFmpeg's words of Matroska and of MP4 for a file that breaks off. */
    private static final Pattern BREAKS_OFF =
            Pattern.compile("ended prematurely|partial file|truncat", Pattern.CASE_INSENSITIVE);

    /** A hundredth: with more, the seek may have gone wrong, as it does in MXF without an index, and all packets are read. */
    private static final int EXACT = 100;

    /** A tenth: with more, the owner is told. */
    private static final int BELIEVABLE = 10;

    private static final long TAIL_US = 10_000_000;
    private static final long MICROS = 1_000_000;

    /**
     * Measures it.
     *
     * @throws Refusal when it is cut off, or has no length
     */
    static FilmLength measure(
            OpenSource source, SourceStream picture, @Nullable SourceStream sound, JsonNode format, Warnings warnings)
            throws Refusal, FfmpegFailedException, InterruptedException {
        Long formatStart = SourceStream.micros(format.path("start_time"));
        Long formatDuration = SourceStream.micros(format.path("duration"));
        Long streamStart = picture.startUs();
        long start = streamStart != null ? streamStart : formatStart != null ? formatStart : 0;
        Long own = picture.durationUs();
        Long claimed = own != null ? own : formatDuration;

        Ends tail = source.ends(claimed == null ? 0 : start + claimed - TAIL_US);
        Long end = endUs(tail, picture);
        if (end == null || claimed == null || !near(end - start, claimed, EXACT)) {
            tail = source.ends(0);
            end = endUs(tail, picture);
            start = streamStart != null ? streamStart : startUs(tail, picture);
        }
        if (end == null || end <= start) {
            throw new Refusal(
                    RejectionCode.ZERO_DURATION,
                    "The picture has no duration: there is nothing to play. Export the film again.");
        }
        judge(end - start, claimed, tail, picture, warnings);
        long latest = end;
        Long soundEnd = sound == null ? null : endUs(tail, sound);
        if (soundEnd != null) {
            latest = Math.max(end, soundEnd);
        }
        return new FilmLength(start, end, latest - start);
    }

    private static void judge(long real, @Nullable Long claimed, Ends ends, SourceStream picture, Warnings warnings)
            throws Refusal {
        boolean breaksOff = BREAKS_OFF.matcher(ends.log()).find();
        if (claimed == null) {
            return;
        }
        StreamEnds.End end = ends.streams().of(picture.index());
        boolean fewer = end != null && end.packets() * 10 < picture.indexedFrames() * 9;
        if (real * 10 < claimed * 9 && (breaksOff || fewer)) {
            throw new Refusal(
                    RejectionCode.TRUNCATED,
                    "The file says it lasts " + seconds(claimed) + " s, but breaks off after " + seconds(real)
                            + " s: it was not uploaded or exported to its end. Upload it again.",
                    Map.of("announcedSeconds", seconds(claimed), "presentSeconds", seconds(real)));
        }
        if (breaksOff) {
            warnings.add("ends-early", "The file breaks off before its announced end; what is there is used.");
        } else if (!near(real, claimed, BELIEVABLE)) {
            warnings.add(
                    "wrong-duration",
                    "The file says the picture lasts " + seconds(claimed) + " s; it lasts " + seconds(real)
                            + " s, and that is what is used.");
        }
    }

    private static boolean near(long real, long claimed, int part) {
        return Math.abs(real - claimed) <= Math.max(claimed / part, MICROS / 4);
    }

    private static @Nullable Long endUs(Ends ends, SourceStream stream) {
        StreamEnds.End end = ends.streams().of(stream.index());
        return end == null ? null : stream.timeBase().rescale(end.end(), MICROS);
    }

    private static long startUs(Ends ends, SourceStream stream) {
        StreamEnds.End end = ends.streams().of(stream.index());
        return end == null ? 0 : stream.timeBase().rescale(end.first(), MICROS);
    }

    private static String seconds(long us) {
        return String.format(Locale.ROOT, "%d.%d", us / MICROS, us % MICROS / 100_000);
    }
}
