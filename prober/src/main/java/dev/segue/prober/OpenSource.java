package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** One source and what can be asked of it. */
final class OpenSource {
    private static final long LARGEST_OUTPUT = 1L << 30;
    private static final long MICROS = 1_000_000;

    /** Named one by one, because Dolby Vision adds thousands of numbers to each frame. */
    private static final String HEAD =
            "frame=best_effort_timestamp,interlaced_frame:frame_side_data=side_data_type,red_x,red_y,"
                    + "green_x,green_y,blue_x,blue_y,white_point_x,white_point_y,min_luminance,max_luminance,max_content,max_average";

    private final Ffmpeg ffmpeg;
    private final Ffprobe ffprobe;
    private final RemoteSource source;
    private final Work work;

    OpenSource(Ffmpeg ffmpeg, Ffprobe ffprobe, RemoteSource source, Work work) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.source = source;
        this.work = work;
    }

    /** Streams and format as JSON. */
    JsonNode streams() throws Refusal, FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>(source.input());
        arguments.addAll(List.of("-show_streams", "-show_format"));
        Ffprobe.Probe probe = ffprobe.json(arguments, work.deadline());
        OversizedPicture.check(probe);
        return probe.tree();
    }

    /**
     * Decodes the packets at the beginning of a picture and looks at the frames.
     *
     * @throws FfmpegFailedException only when the surroundings failed
     */
    Head head(int stream, int packets) throws FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>(source.input());
        arguments.addAll(List.of("-select_streams", String.valueOf(stream), "-read_intervals", "%+#" + packets));
        arguments.addAll(List.of("-show_entries", HEAD));
        try {
            return Head.of(ffprobe.json(arguments, work.deadline()).tree().path("frames"));
        } catch (FfmpegFailedException e) {
            if (e.surroundingsFailed()) {
                throw e;
            }
            return Head.UNKNOWN;
        }
    }

    /** Where packets were read. */
    record Ends(StreamEnds streams, String log) {}

    /** Where the streams end, by reading packets from {@code fromUs}, or all of them where that is 0 or less. */
    Ends ends(long fromUs) throws FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>(source.input());
        if (fromUs > 0) {
            arguments.addAll(List.of("-read_intervals", seconds(fromUs) + "%"));
        }
        arguments.addAll(List.of("-show_entries", "packet=stream_index,pts,dts,duration,flags", "-of", "compact=p=0"));
        StreamEnds ends = new StreamEnds();
        FfmpegResult result = ffprobe.lines(arguments, work.deadline(), LARGEST_OUTPUT, ends::line);
        return new Ends(ends, result.log());
    }

    /**
     * What decoding a few frames gave.
     *
     * @param frames how many came out of the decoder
     * @param log what FFmpeg complained about
     */
    record Decoded(int frames, String log) {}

    /**
     * Decodes up to {@code frames} frames of a stream, from {@code fromUs} or, where that is 0 or less, from the beginning.
     *
     * @throws FfmpegFailedException only when the surroundings failed: what the media is to blame for is in the result
     */
    Decoded decode(int stream, long fromUs, int frames) throws FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (fromUs > 0) {
            arguments.addAll(List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", seconds(fromUs)));
        }
        arguments.addAll(source.input());
        arguments.addAll(List.of("-map", "0:" + stream, "-frames:0", String.valueOf(frames)));
        arguments.addAll(List.of("-fps_mode", "passthrough", "-c:v", "wrapped_avframe", "-c:a", "pcm_s16le"));
        arguments.addAll(List.of("-f", "framecrc", "-"));
        AtomicInteger count = new AtomicInteger();
        try {
            FfmpegResult result = ffmpeg.run(arguments, work.scratch(), work.deadline(), LARGEST_OUTPUT, line -> {
                if (!line.startsWith("#")) {
                    count.incrementAndGet();
                }
            });
            return new Decoded(count.get(), result.log());
        } catch (FfmpegFailedException e) {
            if (e.surroundingsFailed()) {
                throw e;
            }
            return new Decoded(count.get(), e.log());
        }
    }

    private static String seconds(long us) {
        return String.format(Locale.ROOT, "%d.%06d", us / MICROS, us % MICROS);
    }
}
