package dev.segue.encoder;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.ffmpeg.InputGuard;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The FFmpeg command of a video chunk, as a pure function: seek to the key frame that the chunk names, decode once, keep exactly
 * the chunk's frames by their time stamps, and encode every rendition with one thread each. No frame is added or dropped: time
 * stamps pass through as they are.
 */
final class VideoCommand {
    private VideoCommand() {}

    /** Name of a rendition's output in the working directory. */
    static String output(VideoRendition rendition) {
        return rendition.id() + ".mp4";
    }

    /** The codec that all renditions of a chunk share. */
    static VideoCodec codec(Unit.VideoChunk chunk) {
        return chunk.renditions().getFirst().codec();
    }

    /** Ticks a second of the outputs: the source's time stamps are whole numbers in it. */
    static long timescale(MediaInfo.Video stream) {
        return stream.timeBase().den();
    }

    /**
     * The arguments.
     *
     * @param container the demuxer that reads the source
     * @param input the arguments that open the source, ending with {@code -i} and its address
     * @param encoder what encodes, of the chunk's codec
     */
    static List<String> arguments(
            Unit.VideoChunk chunk, String container, List<String> input, CodecImplementation encoder) {
        List<String> args = new ArrayList<>(encoder.device());
        args.add("-copyts");
        if (chunk.seek() != null) {
            args.addAll(InputGuard.seek(container, chunk.seek(), chunk.stream().timeBase()));
        }
        // Slots keep the processors busy; more decoder threads would only fight for them.
        args.addAll(List.of("-threads", "1"));
        args.addAll(input);
        args.addAll(List.of("-filter_complex", PictureFilters.graph(chunk, encoder)));
        for (int i = 0; i < chunk.renditions().size(); i++) {
            args.addAll(List.of("-map", "[o" + i + "]"));
            args.addAll(output(chunk, chunk.renditions().get(i), encoder));
        }
        return args;
    }

    private static List<String> output(Unit.VideoChunk chunk, VideoRendition rendition, CodecImplementation encoder) {
        if (!encoder.carries(rendition)) {
            throw new IllegalArgumentException(encoder.id() + " cannot make " + rendition);
        }
        List<String> args =
                new ArrayList<>(encoder.arguments(rendition, chunk.stream().hdr(), longestGroup(chunk), 1));
        args.addAll(List.of("-force_key_frames", keyFrameTimes(chunk)));
        args.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "demux"));
        args.addAll(List.of("-video_track_timescale", String.valueOf(timescale(chunk.stream()))));
        args.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"));
        args.addAll(List.of("-movflags", "+cmaf+frag_keyframe+skip_trailer", "-f", "mp4", "-y", output(rendition)));
        return args;
    }

    private static int longestGroup(Unit.VideoChunk chunk) {
        int longest = chunk.times().count() - chunk.keyFrames().getLast();
        for (int i = 1; i < chunk.keyFrames().size(); i++) {
            longest = Math.max(
                    longest, chunk.keyFrames().get(i) - chunk.keyFrames().get(i - 1));
        }
        return longest;
    }

    /** Half way between the frame before and the key frame: rounding can then hit no other frame. */
    private static String keyFrameTimes(Unit.VideoChunk chunk) {
        long[] times = chunk.times().boundaries();
        return chunk.keyFrames().stream()
                .map(k -> k == 0
                        ? "0"
                        : seconds(times[k - 1] - times[0] + times[k] - times[0], chunk.stream())
                                .divide(BigDecimal.TWO, MathContext.DECIMAL64)
                                .toPlainString())
                .collect(Collectors.joining(","));
    }

    private static BigDecimal seconds(long ticks, MediaInfo.Video stream) {
        return BigDecimal.valueOf(ticks)
                .multiply(BigDecimal.valueOf(stream.timeBase().num()))
                .divide(BigDecimal.valueOf(stream.timeBase().den()), MathContext.DECIMAL64);
    }
}
