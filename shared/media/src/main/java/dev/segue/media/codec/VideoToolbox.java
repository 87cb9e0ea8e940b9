package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Apple's encoders. */
record VideoToolbox(VideoCodec codec) implements CodecImplementation {
    /** Where the scale of rate factors ends, which is its worst; that of the encoder ends with 100, its best. */
    private static final int WORST_CRF = 51;

    @Override
    public String id() {
        return codec.label() + "_videotoolbox";
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return codec != VideoCodec.H264 || rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-allow_sw", "0", "-realtime", "0"));
        switch (rendition.rateControl()) {
            case RateControl.Crf crf -> {
                int quality = Math.clamp(100 - 100L * crf.crf() / WORST_CRF, 1, 100);
                args.addAll(List.of("-q:v", String.valueOf(quality)));
            }
            case RateControl.Vbr vbr -> args.addAll(List.of("-b:v", String.valueOf(vbr.bitrateBps())));
            case RateControl.Cbr cbr ->
                args.addAll(List.of("-constant_bit_rate", "1", "-b:v", String.valueOf(cbr.bitrateBps())));
        }
        args.addAll(Options.ceiling(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        args.addAll(List.of("-bf", "0"));
        args.addAll(HardwareEncoders.tag(codec));
        return args;
    }
}
