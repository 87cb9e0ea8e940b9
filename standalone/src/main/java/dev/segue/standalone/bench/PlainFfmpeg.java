package dev.segue.standalone.bench;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.codec.SoftwareEncoders;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.media.ffmpeg.PictureConversion;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The commands an expert would write for a plan without Segue, as pure functions: decode once, scale with the quickest good
 * scaler, and let FFmpeg and its encoders have all processors. Rate control, preset, key frames and sizes are those of the plan.
 */
final class PlainFfmpeg {
    private PlainFfmpeg() {}

    /** Ids of all renditions of a plan. */
    static List<String> renditions(Plan plan) {
        return Stream.concat(
                        plan.video() == null
                                ? Stream.empty()
                                : plan.video().renditions().stream().map(VideoRendition::id),
                        plan.audio().stream().map(AudioRendition::id))
                .toList();
    }

    /** Name of a rendition's file in the working directory. */
    static String output(String rendition) {
        return rendition + ".mp4";
    }

    /** One command that makes the renditions named. */
    static List<String> arguments(Probed probed, URI film, List<String> wanted) {
        List<String> args = new ArrayList<>(InputGuard.input(probed.media().container(), film));
        Plan plan = probed.plan();
        if (plan.video() != null) {
            MediaInfo.Video stream = plan.video().stream();
            List<VideoRendition> video = plan.video().renditions().stream()
                    .filter(r -> wanted.contains(r.id()))
                    .toList();
            if (!video.isEmpty()) {
                args.addAll(List.of("-filter_complex", graph(stream, video)));
            }
            for (int i = 0; i < video.size(); i++) {
                args.addAll(List.of("-map", "[o" + i + "]"));
                args.addAll(picture(plan, stream, video.get(i)));
            }
        }
        for (AudioRendition sound : plan.audio()) {
            if (wanted.contains(sound.id())) {
                args.addAll(sound(sound));
            }
        }
        return args;
    }

    private static String graph(MediaInfo.Video stream, List<VideoRendition> renditions) {
        return picture(0, stream) + PictureConversion.split(stream, renditions, r -> "");
    }

    /** The picture of an input as Segue understands it, its first frame at zero. */
    static String picture(int input, MediaInfo.Video stream) {
        return "[" + input + ":" + stream.index() + "]setpts=PTS-STARTPTS" + PictureConversion.normal(stream);
    }

    private static List<String> picture(Plan plan, MediaInfo.Video stream, VideoRendition r) {
        List<String> args = new ArrayList<>(SoftwareEncoders.of(r.codec())
                .arguments(r, stream.hdr(), groupFrames(plan, stream), CodecImplementation.ALL_THREADS));
        String gop = BigDecimal.valueOf(plan.gopMs(), 3).stripTrailingZeros().toPlainString();
        args.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + gop + ")"));
        args.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "demux"));
        args.addAll(List.of(
                "-video_track_timescale", String.valueOf(stream.timeBase().den())));
        args.addAll(file(r.id()));
        return args;
    }

    private static int groupFrames(Plan plan, MediaInfo.Video stream) {
        Rational rate = stream.frameRate();
        return rate == null
                ? CodecImplementation.ANY_GROUP
                : (int) (plan.gopMs() * rate.num() / (1_000 * rate.den())) + 1;
    }

    private static List<String> sound(AudioRendition r) {
        List<String> args = new ArrayList<>(List.of("-map", "0:" + r.stream().index(), "-c:a", "aac"));
        args.addAll(List.of("-b:a", String.valueOf(r.bitrateBps()), "-ar", String.valueOf(r.sampleRate())));
        args.addAll(List.of("-ac", String.valueOf(r.channels())));
        args.addAll(file(r.id()));
        return args;
    }

    private static List<String> file(String rendition) {
        return List.of(
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                "-movflags",
                "+frag_keyframe+empty_moov",
                "-f",
                "mp4",
                "-y",
                output(rendition));
    }
}
