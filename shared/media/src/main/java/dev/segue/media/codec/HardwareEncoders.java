package dev.segue.media.codec;

import dev.segue.contract.VideoCodec;
import java.util.List;
import java.util.stream.Stream;

/** Encoders in devices. Whether a machine has one, only a trial tells: FFmpeg lists them wherever it was built with them. */
public final class HardwareEncoders {
    private HardwareEncoders() {}

    /** The ones for a codec, best picture for the same bits first. */
    public static List<CodecImplementation> of(VideoCodec codec) {
        return switch (codec) {
            case H264, HEVC ->
                List.of(new Nvenc(codec), new QuickSync(codec), new VideoToolbox(codec), new Vaapi(codec));
            case AV1 -> List.of(new Nvenc(codec), new QuickSync(codec), new Vaapi(codec));
            case VP9 -> List.of(new QuickSync(codec), new Vaapi(codec));
        };
    }

    /** All of them. */
    public static List<CodecImplementation> all() {
        return Stream.of(VideoCodec.values()).flatMap(c -> of(c).stream()).toList();
    }

    static List<String> tag(VideoCodec codec) {
        return codec == VideoCodec.HEVC ? List.of("-tag:v", "hvc1") : List.of();
    }
}
