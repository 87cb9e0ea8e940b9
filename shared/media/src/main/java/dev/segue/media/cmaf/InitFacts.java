package dev.segue.media.cmaf;

import org.jspecify.annotations.Nullable;

/** What an init segment says of its track. */
public sealed interface InitFacts {
    /** The RFC 6381 codec string. */
    String codecs();

    /** Ticks a second. */
    long timescale();

    /**
     * A picture; sizes in pixels as coded.
     *
     * @param color what the container says of its colours, absent where it says nothing
     */
    record Video(
            String codecs,
            long timescale,
            int width,
            int height,
            @Nullable ColorInfo color) implements InitFacts {}

    /** A sound track; the rate is in Hz. */
    record Audio(String codecs, long timescale, int sampleRate, int channels) implements InitFacts {}

    /**
     * Reads an init segment.
     *
     * @throws UnsupportedCodecException for sample entries that {@link CodecString} does not know
     */
    static InitFacts of(byte[] init) throws MalformedMp4Exception {
        return SampleEntry.read(init, InitFacts::of);
    }

    private static InitFacts of(SampleEntry entry) throws MalformedMp4Exception {
        String codecs = CodecString.of(entry);
        return switch (entry.type()) {
            case "avc1", "hvc1", "av01", "vp09" ->
                new Video(codecs, entry.timescale(), entry.width(), entry.height(), entry.declaredColor());
            case "mp4a" -> {
                // FFmpeg writes 2 channels into every sample entry, so the decoder's configuration is asked.
                AacConfig config = AacConfig.of(entry.audioBox("esds"));
                yield new Audio(codecs, entry.timescale(), config.sampleRate(), config.channels());
            }
            case "Opus" -> {
                OpusConfig config = OpusConfig.of(entry.audioBox("dOps"));
                yield new Audio(codecs, entry.timescale(), OpusConfig.SAMPLE_RATE, config.channels());
            }
            default -> throw new UnsupportedCodecException(entry.type());
        };
    }
}
