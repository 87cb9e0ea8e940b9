package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.prober.OpenSource.Ends;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a film really is. What the container says is compared with the last packets that are there, read from its end; only
 * where these do not agree are all packets read.
 *
 * @param startUs time of the first frame, or of the first sound where there is no picture
 * @param endUs when the picture ends, or the sound that stands for it
 * @param ends what was seen of the ends of all streams
 * @param warnings what the owner should know
 */
record FilmLength(long startUs, long endUs, StreamEnds ends, Warnings warnings) {
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
     * @param main the picture, or the sound where none is wanted
     * @throws Refusal when it is cut off, or has no length
     */
    static FilmLength measure(OpenSource source, SourceStream main, JsonNode format)
            throws Refusal, FfmpegFailedException, InterruptedException {
        Long formatStart = StreamFields.micros(format.path("start_time"));
        Long formatDuration = StreamFields.micros(format.path("duration"));
        Long streamStart = main.startUs();
        long start = streamStart != null ? streamStart : formatStart != null ? formatStart : 0;
        Long own = main.durationUs();
        Long claimed = own != null ? own : formatDuration;

        Ends tail = source.ends(claimed == null ? 0 : start + claimed - TAIL_US);
        Long end = endUs(tail.streams(), main);
        if (end == null || claimed == null || !near(end - start, claimed, EXACT)) {
            tail = source.ends(0);
            end = endUs(tail.streams(), main);
            start = streamStart != null ? streamStart : startUs(tail, main);
        }
        if (end == null || end <= start) {
            throw new Refusal(
                    RejectionCode.ZERO_DURATION,
                    "It has no duration: there is nothing to play. Export the film again.");
        }
        FilmLength length = new FilmLength(start, end, tail.streams(), new Warnings());
        length.judge(claimed, tail, main);
        return length;
    }

    /** From the first frame to the end of picture or sound, whichever is later. */
    long durationUs(List<SourceStream> sounds) {
        long latest = endUs;
        for (SourceStream sound : sounds) {
            Long end = endUs(ends, sound);
            latest = end == null ? latest : Math.max(latest, end);
        }
        return latest - startUs;
    }

    private void judge(@Nullable Long claimed, Ends tail, SourceStream main) throws Refusal {
        if (claimed == null) {
            return;
        }
        long real = endUs - startUs;
        boolean breaksOff = BREAKS_OFF.matcher(tail.log()).find();
        StreamEnds.End end = ends.of(main.index());
        boolean fewer = end != null && end.packets() * 10 < main.indexedFrames() * 9;
        if (real * 10 < claimed * 9 && (breaksOff || fewer)) {
            throw new Refusal(
                    RejectionCode.TRUNCATED,
                    "The file says it lasts " + seconds(claimed) + " s, but breaks off after " + seconds(real)
                            + " s: it was not uploaded or exported to its end. Upload it again.",
                    Map.of("announcedSeconds", seconds(claimed), "presentSeconds", seconds(real)));
        }
        if (breaksOff) {
            warnings.add(Oddity.ENDS_EARLY, "The file breaks off before its announced end; what is there is used.");
        } else if (!near(real, claimed, BELIEVABLE)) {
            warnings.add(
                    Oddity.WRONG_DURATION,
                    "The file says it lasts " + seconds(claimed) + " s; it lasts " + seconds(real)
                            + " s, and that is what is used.");
        }
    }

    private static boolean near(long real, long claimed, int part) {
        return Math.abs(real - claimed) <= Math.max(claimed / part, MICROS / 4);
    }

    private static @Nullable Long endUs(StreamEnds ends, SourceStream stream) {
        StreamEnds.End end = ends.of(stream.index());
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
