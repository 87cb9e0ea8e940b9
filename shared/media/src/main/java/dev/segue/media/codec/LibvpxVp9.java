package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VP9 by libvpx, in one pass; preset is its {@code cpu-used}, tune its kind of content. */
final class LibvpxVp9 implements CodecImplementation {
    @Override
    public String id() {
        return "libvpx-vp9";
    }

    @Override
    public VideoCodec codec() {
        return VideoCodec.VP9;
    }

    /** libvpx is built for 8 bit, as it mostly is. */
    @Override
    public boolean carries(VideoRendition rendition) {
        return rendition.pixelFormat().equals("yuv420p") && rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args =
                new ArrayList<>(List.of("-c:v", id(), "-deadline", "good", "-cpu-used", rendition.preset()));
        if (rendition.tune() != null) {
            args.addAll(List.of("-tune-content", rendition.tune()));
        }
        args.addAll(Options.threads(threads));
        args.addAll(List.of("-row-mt", threads == ALL_THREADS ? "1" : "0"));
        args.addAll(rate(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        // The same distance at least as at most turns off its own search for scenes.
        args.addAll(List.of("-keyint_min", Options.NO_KEY_FRAMES_OF_ITS_OWN.getLast()));
        args.addAll(List.of("-lag-in-frames", "25", "-auto-alt-ref", "1"));
        for (String option : rendition.encoderOptions()) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("an option of an encoder is name=value but is " + option);
            }
            args.addAll(List.of("-" + option.substring(0, equals), option.substring(equals + 1)));
        }
        return args;
    }

    /** A rate factor alone takes a bit rate of 0; beside one, the bit rate is the ceiling (constrained quality). */
    private static List<String> rate(RateControl control) {
        if (!(control instanceof RateControl.Crf crf)) {
            return Options.rate(control);
        }
        List<String> args = new ArrayList<>(List.of("-crf", String.valueOf(crf.crf())));
        Long maxrate = crf.maxrateBps();
        Long bufsize = crf.bufsizeBits();
        args.addAll(List.of("-b:v", String.valueOf(maxrate == null ? 0 : maxrate)));
        if (bufsize != null) {
            args.addAll(List.of("-bufsize", String.valueOf(bufsize)));
        }
        return args;
    }
}
