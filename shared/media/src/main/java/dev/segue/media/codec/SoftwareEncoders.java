package dev.segue.media.codec;

import dev.segue.contract.VideoCodec;

/** The encoders that work on every machine. */
public final class SoftwareEncoders {
    private SoftwareEncoders() {}

    public static CodecImplementation of(VideoCodec codec) {
        return switch (codec) {
            case H264 -> new X264();
            case HEVC -> new X265();
            case AV1 -> new SvtAv1();
            case VP9 -> new LibvpxVp9();
        };
    }
}
