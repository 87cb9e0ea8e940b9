package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NVIDIA's encoders. Presets of the plan are those of software; theirs is always the same. */
record Nvenc(VideoCodec codec) implements CodecImplementation {
    @Override
    public String id() {
        return codec.label() + "_nvenc";
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return codec != VideoCodec.H264 || rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id(), "-preset", "p5", "-tune", "hq"));
        switch (rendition.rateControl()) {
            case RateControl.Crf crf ->
                args.addAll(List.of("-rc", "vbr", "-cq", String.valueOf(crf.crf()), "-b:v", "0"));
            case RateControl.Vbr vbr -> args.addAll(List.of("-rc", "vbr", "-b:v", String.valueOf(vbr.bitrateBps())));
            case RateControl.Cbr cbr -> args.addAll(List.of("-rc", "cbr", "-b:v", String.valueOf(cbr.bitrateBps())));
        }
        args.addAll(Options.ceiling(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        args.addAll(List.of("-no-scenecut", "1", "-forced-idr", "1", "-b_ref_mode", "disabled"));
        args.addAll(List.of("-bf", codec == VideoCodec.AV1 ? "0" : "2"));
        args.addAll(HardwareEncoders.tag(codec));
        return args;
    }
}
