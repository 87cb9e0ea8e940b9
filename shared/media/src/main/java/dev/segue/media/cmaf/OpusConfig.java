package dev.segue.media.cmaf;

import java.nio.ByteBuffer;

/**
 * The decoder's configuration in a {@code dOps} box (Encapsulation of Opus in ISO Base Media File Format, 4.3.2).
 *
 * @param preSkip samples at 48 kHz that only prime the decoder
 */
record OpusConfig(int channels, int preSkip) {
    /** Opus is always decoded at this rate; the box's own rate is that of what was encoded, for information only. */
    static final int SAMPLE_RATE = 48_000;

    static OpusConfig of(ByteBuffer dOps) throws MalformedMp4Exception {
        int version = dOps.get();
        if (version != 0) {
            throw new MalformedMp4Exception("version " + version + " of 'dOps' is unknown");
        }
        return new OpusConfig(Byte.toUnsignedInt(dOps.get()), Short.toUnsignedInt(dOps.getShort()));
    }
}
