package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** AV1 by SVT-AV1; its tune is a number, too. */
final class SvtAv1 implements CodecImplementation {
    private static final BigDecimal CHROMATICITY_STEP = new BigDecimal("0.00002");
    private static final BigDecimal LUMINANCE_STEP = new BigDecimal("0.0001");

    @Override
    public String id() {
        return "libsvtav1";
    }

    @Override
    public VideoCodec codec() {
        return VideoCodec.AV1;
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return rendition.pixelFormat().startsWith("yuv420p");
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-preset", rendition.preset()));
        args.addAll(rate(rendition.rateControl()));
        // One longer than the longest group brings no key frame of its own. It must not be more: an average rate is
        // missed by three
        // quarters when the encoder does not know how soon the next key frame comes.
        args.addAll(List.of("-g", String.valueOf(groupFrames + 1)));
        args.addAll(List.of("-dolbyvision", "0"));
        args.addAll(Options.params("-svtav1-params", rendition, own(rendition, hdr, threads)));
        return args;
    }

    /** It takes a ceiling with a constant rate factor alone and refuses to start with one beside an average. */
    private static List<String> rate(RateControl control) {
        return switch (control) {
            case RateControl.Crf crf -> Options.rate(crf);
            case RateControl.Vbr vbr -> average(vbr.bitrateBps(), vbr.bufsizeBits());
            case RateControl.Cbr cbr -> average(cbr.bitrateBps(), cbr.bufsizeBits());
        };
    }

    private static List<String> average(long bitrate, long bufsize) {
        return List.of("-b:v", String.valueOf(bitrate), "-bufsize", String.valueOf(bufsize));
    }

    private static List<String> own(VideoRendition rendition, @Nullable HdrMetadata hdr, int threads) {
        List<String> own = new ArrayList<>(List.of("scd=0", "enable-overlays=0"));
        if (rendition.tune() != null) {
            own.add("tune=" + rendition.tune());
        }
        if (threads != ALL_THREADS) {
            own.add("lp=" + threads);
        }
        if (rendition.rateControl() instanceof RateControl.Cbr) {
            // Constant rates exist without frames from the future only.
            own.addAll(List.of("rc=2", "pred-struct=1"));
        }
        HdrMetadata told = Options.handedOn(rendition, hdr);
        if (told != null) {
            own.addAll(metadata(told));
        }
        return own;
    }

    private static List<String> metadata(HdrMetadata hdr) {
        List<String> metadata = new ArrayList<>();
        HdrMetadata.Mastering m = hdr.mastering();
        if (m != null) {
            metadata.add("mastering-display=G" + pair(CHROMATICITY_STEP, m.greenX(), m.greenY())
                    + "B" + pair(CHROMATICITY_STEP, m.blueX(), m.blueY())
                    + "R" + pair(CHROMATICITY_STEP, m.redX(), m.redY())
                    + "WP" + pair(CHROMATICITY_STEP, m.whiteX(), m.whiteY())
                    + "L" + pair(LUMINANCE_STEP, m.maxLuminance(), m.minLuminance()));
        }
        Integer brightest = hdr.maxContentLight();
        Integer average = hdr.maxFrameAverageLight();
        if (brightest != null || average != null) {
            metadata.add(
                    "content-light=" + (brightest == null ? 0 : brightest) + "," + (average == null ? 0 : average));
        }
        return metadata;
    }

    private static String pair(BigDecimal step, long first, long second) {
        return Stream.of(first, second)
                .map(v -> step.multiply(BigDecimal.valueOf(v)).toPlainString())
                .collect(Collectors.joining(",", "(", ")"));
    }
}
