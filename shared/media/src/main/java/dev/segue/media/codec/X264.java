package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** H.264 by x264. */
final class X264 implements CodecImplementation {
    @Override
    public String id() {
        return "libx264";
    }

    @Override
    public VideoCodec codec() {
        return VideoCodec.H264;
    }

    /** No player shows HDR in H.264. */
    @Override
    public boolean carries(VideoRendition rendition) {
        return rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-preset", rendition.preset()));
        args.addAll(Options.tune(rendition.tune()));
        args.addAll(Options.threads(threads));
        args.addAll(Options.rate(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        args.addAll(List.of("-keyint_min", "1", "-sc_threshold", "0", "-forced-idr", "1", "-flags:v", "+cgop"));
        args.addAll(Options.params("-x264-params", rendition, List.of()));
        return args;
    }
}
