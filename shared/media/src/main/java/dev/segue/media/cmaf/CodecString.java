package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Codec strings as manifests carry them (RFC 6381), each read out of the decoder's configuration, so that they can claim nothing
 * that the stream is not.
 */
public final class CodecString {
    private CodecString() {}

    /**
     * The codec string of an init segment's track: {@code avc1.640028}, {@code hvc1.2.4.L120.90}, {@code av01.0.08M.10},
     * {@code vp09.00.31.08}, {@code mp4a.40.2}, {@code Opus}.
     *
     * @throws UnsupportedCodecException for other sample entries
     */
    public static String of(byte[] init) throws MalformedMp4Exception {
        return SampleEntry.read(init, CodecString::of);
    }

    // A further codec is a further case here and in InitFacts.
    static String of(SampleEntry entry) throws MalformedMp4Exception {
        return switch (entry.type()) {
            case "avc1" -> avc(entry.visualBox("avcC"));
            case "hvc1" -> HevcConfig.of(entry.visualBox("hvcC")).codecs(entry.type());
            case "av01" -> Av1Config.of(entry.visualBox("av1C")).codecs(entry.color());
            case "vp09" -> Vp9Config.of(entry.visualBox("vpcC")).codecs();
            case "mp4a" -> mpeg4Audio(AacConfig.of(entry.audioBox("esds")));
            // RFC 6381 names what has no parameters by its sample entry alone (Opus in ISOBMFF, 4.3.1).
            case "Opus" -> "Opus";
            default -> throw new UnsupportedCodecException(entry.type());
        };
    }

    /** Profile, constraint flags and level as the sequence parameter set has them (ISO/IEC 14496-15, annex E). */
    private static String avc(ByteBuffer avcC) {
        return String.format(Locale.ROOT, "avc1.%02x%02x%02x", avcC.get(1), avcC.get(2), avcC.get(3));
    }

    private static String mpeg4Audio(AacConfig config) {
        return config.objectTypeIndication() == AacConfig.MPEG4_AUDIO
                ? "mp4a.40." + config.audioObjectType()
                : String.format(Locale.ROOT, "mp4a.%02x", config.objectTypeIndication());
    }
}
