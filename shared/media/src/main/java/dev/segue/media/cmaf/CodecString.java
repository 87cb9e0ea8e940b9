package dev.segue.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Codec strings as manifests carry them (RFC 6381; ISO/IEC 14496-15, annex E). */
public final class CodecString {
    private CodecString() {}

    /**
     * The codec string of an init segment's track: {@code avc1.640028}, {@code mp4a.40.2}.
     *
     * @throws UnsupportedCodecException for sample entries other than {@code avc1} and {@code mp4a}
     */
    public static String of(byte[] init) throws MalformedMp4Exception {
        return SampleEntry.read(init, CodecString::of);
    }

    // A further codec (hvc1, av01, Opus) is a further case here and in InitFacts.
    static String of(SampleEntry entry) throws MalformedMp4Exception {
        return switch (entry.type()) {
            case "avc1" -> avc(entry.visualBox("avcC"));
            case "mp4a" -> mpeg4Audio(AacConfig.of(entry.audioBox("esds")));
            default -> throw new UnsupportedCodecException(entry.type());
        };
    }

    /** Profile, constraint flags and level as the sequence parameter set has them. */
    private static String avc(ByteBuffer avcC) {
        return String.format(Locale.ROOT, "avc1.%02x%02x%02x", avcC.get(1), avcC.get(2), avcC.get(3));
    }

    private static String mpeg4Audio(AacConfig config) {
        return config.objectTypeIndication() == AacConfig.MPEG4_AUDIO
                ? "mp4a.40." + config.audioObjectType()
                : String.format(Locale.ROOT, "mp4a.%02x", config.objectTypeIndication());
    }
}
