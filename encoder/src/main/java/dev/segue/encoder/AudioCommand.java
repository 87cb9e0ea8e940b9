package dev.segue.encoder;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.Rational;
import dev.segue.contract.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * The FFmpeg command of a sound track, as a pure function. Silence fills what is missing before the first frame of the picture and
 * in gaps, so that sample n belongs to second n / sample rate of the film. With {@code delay_moov} FFmpeg tells by an edit list which
 * samples only prime the decoder; they are left out of the segments.
 */
final class AudioCommand {
    static final String OUTPUT = "audio.mp4";

    private static final Rational MICROSECONDS = new Rational(1, 1_000_000);

    private AudioCommand() {}

    /** Samples from the first frame of the picture to where the sound is cut off; it may end before. */
    static long samples(Unit.AudioTrack track) {
        return MICROSECONDS.rescale(
                track.endUs() - track.originUs(), track.rendition().sampleRate());
    }

    /**
     * The arguments.
     *
     * @param input the arguments that open the source, ending with {@code -i} and its address
     */
    static List<String> arguments(Unit.AudioTrack track, List<String> input) {
        AudioRendition r = track.rendition();
        String filters = "asetpts=PTS-(" + track.originUs() + "/1000000)/TB"
                + ",aresample=" + r.sampleRate() + ":async=1:first_pts=0"
                + ",aformat=sample_rates=" + r.sampleRate() + ":channel_layouts=" + layout(r)
                + ",atrim=start_pts=0:end_pts=" + samples(track)
                + "," + Dullness.sourceSound();
        List<String> args = new ArrayList<>(List.of("-copyts", "-vn"));
        args.addAll(input);
        args.addAll(List.of("-map", "0:" + r.stream().index(), "-af", filters));
        args.addAll(List.of("-c:a", "aac", "-b:a", String.valueOf(r.bitrateBps())));
        args.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"));
        args.addAll(List.of("-movflags", "+cmaf+delay_moov+skip_trailer", "-frag_duration", "4000000"));
        args.addAll(List.of("-f", "mp4", "-y", OUTPUT));
        return args;
    }

    private static String layout(AudioRendition r) {
        return r.channels() == 1 ? "mono" : "stereo";
    }
}
