package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several encoders are told in the same words. */
final class Options {
    /** Key frames come where they are forced, never by distance. */
    static final List<String> NO_KEY_FRAMES_OF_ITS_OWN = List.of("-g", "100000");

    private Options() {}

    static List<String> threads(int threads) {
        return threads == CodecImplementation.ALL_THREADS ? List.of() : List.of("-threads", String.valueOf(threads));
    }

    /** The words that FFmpeg has for every encoder: what most of them understand. */
    static List<String> rate(RateControl control) {
        List<String> args = new ArrayList<>();
        switch (control) {
            case RateControl.Crf crf -> args.addAll(List.of("-crf", String.valueOf(crf.crf())));
            case RateControl.Vbr vbr -> args.addAll(List.of("-b:v", String.valueOf(vbr.bitrateBps())));
            case RateControl.Cbr cbr -> {
                args.addAll(List.of("-b:v", String.valueOf(cbr.bitrateBps())));
                args.addAll(List.of("-minrate", String.valueOf(cbr.bitrateBps())));
            }
        }
        args.addAll(ceiling(control));
        return args;
    }

    static List<String> ceiling(RateControl control) {
        Long maxrate = control.maxrateBps();
        Long bufsize = control.bufsizeBits();
        return maxrate == null || bufsize == null
                ? List.of()
                : List.of("-maxrate", String.valueOf(maxrate), "-bufsize", String.valueOf(bufsize));
    }

    static List<String> tune(@Nullable String tune) {
        return tune == null ? List.of() : List.of("-tune", tune);
    }

    /** Private options in the encoder's own list; the profile's first, so that ours have the last word. */
    static List<String> params(String option, VideoRendition rendition, List<String> ours) {
        List<String> all = new ArrayList<>(rendition.encoderOptions());
        all.addAll(ours);
        return all.isEmpty() ? List.of() : List.of(option, String.join(":", all));
    }

    /** What a rendition says of its brightness: an SDR one nothing, since what it was made of no longer holds. */
    static @Nullable HdrMetadata handedOn(VideoRendition rendition, @Nullable HdrMetadata hdr) {
        return rendition.dynamicRange() == DynamicRange.SDR ? null : hdr;
    }
}
