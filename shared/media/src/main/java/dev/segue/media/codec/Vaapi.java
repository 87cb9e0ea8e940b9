package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encoders behind Linux's VA-API, of Intel and AMD. */
record Vaapi(VideoCodec codec) implements CodecImplementation {
    @Override
    public String id() {
        return codec.label() + "_vaapi";
    }

    @Override
    public boolean carries(VideoRendition rendition) {
        return codec != VideoCodec.H264 || rendition.dynamicRange() == DynamicRange.SDR;
    }

    @Override
    public List<String> device() {
        return List.of("-vaapi_device", "/dev/dri/renderD128");
    }

    @Override
    public String upload(VideoRendition rendition) {
        return ",format=" + (rendition.pixelFormat().equals("yuv420p") ? "nv12" : "p010") + ",hwupload";
    }

    @Override
    public List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
        List<String> args = new ArrayList<>(List.of("-c:v", id()));
        switch (rendition.rateControl()) {
            case RateControl.Crf crf -> {
                String quality = String.valueOf(crf.crf());
                Long maxrate = crf.maxrateBps();
                args.addAll(
                        maxrate == null
                                ? List.of("-rc_mode", "CQP", "-qp", quality)
                                : List.of("-rc_mode", "QVBR", "-global_quality", quality, "-b:v", maxrate.toString()));
            }
            case RateControl.Vbr vbr ->
                args.addAll(List.of("-rc_mode", "VBR", "-b:v", String.valueOf(vbr.bitrateBps())));
            case RateControl.Cbr cbr ->
                args.addAll(List.of("-rc_mode", "CBR", "-b:v", String.valueOf(cbr.bitrateBps())));
        }
        args.addAll(Options.ceiling(rendition.rateControl()));
        args.addAll(Options.NO_KEY_FRAMES_OF_ITS_OWN);
        args.addAll(List.of("-bf", codec == VideoCodec.AV1 || codec == VideoCodec.VP9 ? "0" : "2"));
        args.addAll(HardwareEncoders.tag(codec));
        return args;
    }
}
