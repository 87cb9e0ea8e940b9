package dev.segue.splitter;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.SoftwareEncoders;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.media.ffmpeg.PictureConversion;
import dev.segue.media.ffmpeg.RemoteSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The FFmpeg command that encodes an excerpt in several rungs, decoded once, and notes how bright it is. A pure function. */
final class TrialCommand {
    /** A line for each frame that was looked at, {@code lavfi.signalstats.YAVG=16.2}. */
    static final String BRIGHTNESS = "brightness.log";

    private TrialCommand() {}

    static String output(VideoRendition rendition) {
        return rendition.id() + ".mp4";
    }

    static List<String> arguments(
            RemoteSource source, MediaInfo.Video stream, Excerpt excerpt, List<VideoRendition> rungs, int gopMs) {
        List<String> args = new ArrayList<>(List.of("-copyts"));
        if (excerpt.seek() != null) {
            args.addAll(InputGuard.seek(source.demuxer(), excerpt.seek(), stream.timeBase()));
        }
        args.addAll(List.of("-threads", "1"));
        args.addAll(source.input());
        args.addAll(List.of("-filter_complex", graph(stream, excerpt, rungs)));
        String gop = BigDecimal.valueOf(gopMs, 3).stripTrailingZeros().toPlainString();
        for (int i = 0; i < rungs.size(); i++) {
            args.addAll(List.of("-map", "[o" + i + "]"));
            VideoRendition rung = rungs.get(i);
            args.addAll(SoftwareEncoders.of(rung.codec()).arguments(rung, stream.hdr(), 1));
            args.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + gop + ")"));
            args.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "demux"));
            args.addAll(List.of(
                    "-video_track_timescale", String.valueOf(stream.timeBase().den())));
            args.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
            args.addAll(List.of("-movflags", "+cmaf+frag_keyframe+skip_trailer", "-f", "mp4", output(rung)));
        }
        args.addAll(List.of("-map", "[brightness]", "-fps_mode", "passthrough", "-f", "null", "-"));
        return args;
    }

    private static String graph(MediaInfo.Video stream, Excerpt excerpt, List<VideoRendition> rungs) {
        StringBuilder graph = new StringBuilder("[0:" + stream.index() + "]");
        graph.append(PictureConversion.rangeFromZero(stream, excerpt.times(), excerpt.last()));
        graph.append(",split=2[dark][all];[all]");
        graph.append(PictureConversion.split(stream, rungs, r -> "").substring(1));
        graph.append(";[dark]select='not(mod(n,8))',scale=64:36,format=yuv420p,signalstats,");
        graph.append("metadata=mode=print:key=lavfi.signalstats.YAVG:file=" + BRIGHTNESS + "[brightness]");
        return graph.toString();
    }
}
