package dev.segue.encoder;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import dev.segue.contract.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * The FFmpeg commands of a sound track, as pure functions. Silence fills what is missing before the first frame of the picture and
 * in gaps, so that sample n belongs to second n / sample rate of the film. With {@code delay_moov} FFmpeg tells by an edit list which
 * samples only prime the decoder.
 */
final class AudioCommand {
    static final String OUTPUT = "audio.mp4";

    /** Opens what {@link #decodeOnly} has left. */
    static final List<String> DECODED = List.of("-protocol_whitelist", "file", "-f", "nut", "-i", "audio.nut");

    private static final Rational MICROSECONDS = new Rational(1, 1_000_000);

    /**
     * Times are kept exactly at the beginning; later on, only gaps and overlaps of 20 ms are mended, for many recorders' times waver
     * by less, and each mending clicks. With FFmpeg's usual filter of half the size, 20 kHz at 44.1 kHz comes with an image 25 dB
     * below it, with this one at 92 dB.
     */
    private static final String RESAMPLING =
            ":async=1:min_comp=0.00001:min_hard_comp=0.02:first_pts=0:filter_size=64:osf=fltp";

    /** Each tenth of a second is told when it is over, so the last one is filled up. */
    private static final String METER =
            "apad=pad_dur=0.1,ebur128=peak=true:metadata=1:framelog=quiet,ametadata=mode=print:file=-";

    private AudioCommand() {}

    /** Samples from the first frame of the picture to where the sound is cut off; it may end before. */
    static long samples(Unit.AudioTrack track) {
        return MICROSECONDS.rescale(
                track.endUs() - track.originUs(), track.rendition().sampleRate());
    }

    /**
     * The arguments that encode the track.
     *
     * @param input the arguments that open the source, ending with {@code -i} and its address
     */
    static List<String> encode(Unit.AudioTrack track, List<String> input, Gain gain) {
        AudioRendition r = track.rendition();
        List<String> args = decode(track, input);
        args.addAll(List.of("-af", filters(track, gain) + "," + Dullness.sourceSound()));
        args.addAll(List.of("-c:a", encoder(r.codec()), "-b:a", String.valueOf(r.bitrateBps())));
        args.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"));
        args.addAll(List.of("-movflags", "+cmaf+delay_moov+skip_trailer", "-frag_duration", "4000000"));
        args.addAll(List.of("-f", "mp4", "-y", OUTPUT));
        return args;
    }

    /** The arguments that tell the loudness of what would be encoded, in lines for a {@link LoudnessMeter}. */
    static List<String> measure(Unit.AudioTrack track, List<String> input, Gain gain) {
        List<String> args = decode(track, input);
        args.addAll(List.of("-af", filters(track, gain) + "," + METER, "-f", "null", "-"));
        return args;
    }

    /** The same of what was encoded. */
    static List<String> measureOutput() {
        return List.of(
                "-protocol_whitelist",
                "file",
                "-f",
                "mov",
                "-i",
                OUTPUT,
                "-map",
                "0:0",
                "-af",
                METER,
                "-f",
                "null",
                "-");
    }

    /** The arguments that decode and mix the whole track into a file in which each sample has its time in the film. */
    static List<String> decodeOnly(Unit.AudioTrack track, List<String> input) {
        AudioRendition r = track.rendition();
        List<String> args = decode(track, input);
        args.addAll(List.of(
                "-af",
                inFilmTime(track) + ",aresample=" + r.sampleRate() + ":filter_size=64:osf=flt,"
                        + Downmix.pan(r.stream(), r.channels())));
        args.addAll(List.of("-c:a", "pcm_f32le", "-f", "nut", "-y", DECODED.getLast()));
        return args;
    }

    /** The same track as one that is made of {@link #DECODED}. */
    static Unit.AudioTrack decoded(Unit.AudioTrack track) {
        AudioRendition r = track.rendition();
        MediaInfo.Audio of = r.stream();
        MediaInfo.Audio stream = new MediaInfo.Audio(
                0, "pcm_f32le", r.sampleRate(), r.channels(), null, of.language(), of.role(), of.title());
        AudioRendition same = new AudioRendition(
                r.id(),
                stream,
                r.codec(),
                r.bitrateBps(),
                r.sampleRate(),
                r.channels(),
                r.language(),
                r.role(),
                r.loudness());
        return new Unit.AudioTrack(
                track.track(),
                track.index(),
                track.unitsInTrack(),
                same,
                0,
                track.endUs() - track.originUs(),
                track.segmentMs());
    }

    private static String inFilmTime(Unit.AudioTrack track) {
        return "asetpts=PTS-round(" + track.originUs() + "/1000000/TB)";
    }

    private static List<String> decode(Unit.AudioTrack track, List<String> input) {
        List<String> args = new ArrayList<>(List.of("-copyts", "-vn"));
        args.addAll(input);
        args.addAll(List.of("-map", "0:" + track.rendition().stream().index()));
        return args;
    }

    private static String filters(Unit.AudioTrack track, Gain gain) {
        AudioRendition r = track.rendition();
        return inFilmTime(track)
                + ",aresample=" + r.sampleRate() + RESAMPLING
                + "," + Downmix.pan(r.stream(), r.channels())
                + gain.filters(r.sampleRate())
                + ",atrim=start_pts=0:end_pts=" + samples(track);
    }

    private static String encoder(AudioCodec codec) {
        return switch (codec) {
            case AAC -> "aac";
            case OPUS -> "libopus";
        };
    }
}
