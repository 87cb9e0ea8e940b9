package dev.segue.media.cmaf;

import java.nio.ByteBuffer;

/**
 * The decoder's configuration in an {@code esds} box (ISO/IEC 14496-1, 7.2.6.5; AudioSpecificConfig: ISO/IEC 14496-3, 1.6.2.1).
 *
 * @param objectTypeIndication 0x40 for MPEG-4 audio
 * @param audioObjectType 2 for AAC-LC
 * @param channels 0 where the configuration leaves it to the stream
 */
record AacConfig(int objectTypeIndication, int audioObjectType, int sampleRate, int channels) {
    static final int MPEG4_AUDIO = 0x40;

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

    static AacConfig of(ByteBuffer esds) throws MalformedMp4Exception {
        esds.getInt();
        expect(esds, ES_DESCRIPTOR);
        esds.getShort();
        int flags = esds.get();
        if ((flags & 0x80) != 0) {
            esds.getShort();
        }
        if ((flags & 0x40) != 0) {
            esds.position(esds.position() + Byte.toUnsignedInt(esds.get()));
        }
        if ((flags & 0x20) != 0) {
            esds.getShort();
        }
        expect(esds, DECODER_CONFIG);
        int indication = Byte.toUnsignedInt(esds.get());
        // Stream type and buffer size, peak and average bit rate.
        esds.position(esds.position() + 12);
        if (indication != MPEG4_AUDIO) {
            return new AacConfig(indication, 0, 0, 0);
        }
        expect(esds, DECODER_SPECIFIC);
        Bits bits = new Bits(esds);
        int type = bits.take(5);
        if (type == 31) {
            type = 32 + bits.take(6);
        }
        int rate = rate(bits);
        int channels = bits.take(4);
        if (channels >= CHANNELS.length) {
            throw new MalformedMp4Exception("channel configuration " + channels + " is reserved");
        }
        return new AacConfig(indication, type, rate, CHANNELS[channels]);
    }

    private static int rate(Bits bits) throws MalformedMp4Exception {
        int index = bits.take(4);
        if (index == 15) {
            return bits.take(24);
        }
        if (index >= RATES.length) {
            throw new MalformedMp4Exception("sampling frequency index " + index + " is reserved");
        }
        return RATES[index];
    }

    /** The length that follows a tag has 7 bits a byte; it is not needed, as nothing comes behind what is read. */
    private static void expect(ByteBuffer esds, int tag) throws MalformedMp4Exception {
        int found = esds.get();
        if (found != tag) {
            throw new MalformedMp4Exception("expected descriptor " + tag + " in 'esds' but found " + found);
        }
        while ((esds.get() & 0x80) != 0) {
            // The next byte belongs to the length too.
        }
    }

    /** Reads bits, most significant first. */
    private static final class Bits {
        private final ByteBuffer bytes;
        private int left;
        private int current;

        Bits(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        int take(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                if (left == 0) {
                    current = Byte.toUnsignedInt(bytes.get());
                    left = 8;
                }
                left--;
                value = value << 1 | current >> left & 1;
            }
            return value;
        }
    }
}
