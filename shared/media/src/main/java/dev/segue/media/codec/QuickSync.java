package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intel's encoders. */
record QuickSync(VideoCodec codec) implements CodecImplementation {
    @Override
    public String id() {
        return codec.label() + "_qsv";
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return codec != VideoCodec.H264 || rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-preset", "medium"));
        switch (rendition.rateControl()) {
            case RateControl.Crf crf -> args.addAll(List.of("-global_quality", String.valueOf(crf.crf())));
            case RateControl.Vbr vbr -> args.addAll(List.of("-b:v", String.valueOf(vbr.bitrateBps())));
            case RateControl.Cbr cbr -> args.addAll(List.of("-b:v", String.valueOf(cbr.bitrateBps())));
        }
        args.addAll(Options.ceiling(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        args.addAll(List.of("-forced_idr", "1", "-b_strategy", "0"));
        args.addAll(List.of("-bf", codec == VideoCodec.AV1 || codec == VideoCodec.VP9 ? "0" : "2"));
        args.addAll(HardwareEncoders.tag(codec));
        return args;
    }
}
