package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HEVC by x265, as {@code hvc1}, which is what Apple's players ask for. */
final class X265 implements CodecImplementation {
    @Override
    public String id() {
        return "libx265";
    }

    @Override
    public VideoCodec codec() {
        return VideoCodec.HEVC;
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return true;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-preset", rendition.preset()));
        args.addAll(Options.tune(rendition.tune()));
        args.addAll(Options.rate(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        // The base layer of Dolby Vision is handed on as the HDR10 or HLG that it is.
        args.addAll(List.of("-keyint_min", "1", "-forced-idr", "1", "-tag:v", "hvc1", "-dolbyvision", "0"));
        args.addAll(Options.params("-x265-params", rendition, own(rendition, hdr, threads)));
        return args;
    }

    private static List<String> own(VideoRendition rendition, @Nullable HdrMetadata hdr, int threads) {
        // Its text about itself would be in the init segment, with the build's compiler and processor in it.
        List<String> own = new ArrayList<>(List.of("open-gop=0", "scenecut=0", "info=0", "log-level=error"));
        if (threads != ALL_THREADS) {
            own.addAll(List.of("pools=none", "frame-threads=" + threads, "wpp=0", "lookahead-slices=0"));
        }
        if (rendition.rateControl() instanceof RateControl.Cbr) {
            own.add("strict-cbr=1");
        }
        HdrMetadata told = Options.handedOn(rendition, hdr);
        if (told != null) {
            own.addAll(sei(told));
        }
        return own;
    }

    /** Both SEI messages in the units of the bit stream. */
    private static List<String> sei(HdrMetadata hdr) {
        List<String> sei = new ArrayList<>(List.of("hdr10=1"));
        HdrMetadata.Mastering m = hdr.mastering();
        if (m != null) {
            sei.add("master-display=G(%d,%d)B(%d,%d)R(%d,%d)WP(%d,%d)L(%d,%d)"
                    .formatted(
                            m.greenX(),
                            m.greenY(),
                            m.blueX(),
                            m.blueY(),
                            m.redX(),
                            m.redY(),
                            m.whiteX(),
                            m.whiteY(),
                            m.maxLuminance(),
                            m.minLuminance()));
        }
        Integer brightest = hdr.maxContentLight();
        Integer average = hdr.maxFrameAverageLight();
        if (brightest != null || average != null) {
            // 0 is "unknown" (CTA-861.3).
            sei.add("max-cll=" + (brightest == null ? 0 : brightest) + "," + (average == null ? 0 : average));
        }
        return sei;
    }
}
