package dev.segue.scanner;

import java.util.Optional;

/** Containers that a few bytes give away. */
final class Containers {
    private static final String MXF_PARTITION_PACK = "060e2b34020501010d0102010102";
    /** SMPTE ST 377-1, 6.5: at most 65535 bytes may stand before the header partition. */
    private static final int LONGEST_RUN_IN = 65_536;

    private static final int TS_SYNC = 0x47;
    private static final int TS_PACKET = 188;
    /** BDAV and AVCHD: four bytes with the time of arrival before each packet. */
    private static final int BDAV_PACKET = 192;
    /** DVB: sixteen bytes of error correction after each packet. */
    private static final int FEC_PACKET = 204;

    private static final int ENOUGH_PACKETS = 5;
    /** A recording may begin amid a packet, where five chance hits among 188 places are too easy to make. */
    private static final int ENOUGH_AMID = 16;

    private Containers() {}

    /** FFmpeg's name for the container, if it is one of these. */
    static Optional<String> demuxer(Head head) {
        if (head.hasHex(0, "1a45dfa3")) {
            return isMatroska(head) ? Optional.of("matroska") : Optional.empty();
        }
        if (head.hasHex(0, "3026b2758e66cf11a6d900aa0062ce6c")) {
            return Optional.of("asf");
        }
        if (head.hasHex(0, MXF_PARTITION_PACK)) {
            return Optional.of("mxf");
        }
        if (head.hasHex(0, "000001ba")) {
            return Optional.of("mpeg");
        }
        if (head.has(0, "FLV") && head.u8(3) == 1) {
            return Optional.of("flv");
        }
        if (head.has(0, "OggS") && head.u8(4) == 0) {
            return Optional.of("ogg");
        }
        if (head.has(0, ".RMF") && head.u8(4) == 0) {
            return Optional.of("rm");
        }
        return isTransportStream(head) ? Optional.of("mpegts") : Optional.empty();
    }

    static boolean isMxfAfterRunIn(Head head) {
        int longest = Math.min(LONGEST_RUN_IN, head.length());
        for (int i = 1; i < longest; i++) {
            if (head.u8(i) == 0x06 && head.hasHex(i, MXF_PARTITION_PACK)) {
                return true;
            }
        }
        return false;
    }

    /** EBML is a general notation; the header's DocType says what is written in it (RFC 8794, 11.2.4). */
    private static boolean isMatroska(Head head) {
        int end = (int) Math.min(head.length(), 5 + 8 + Math.max(0, ebmlSize(head, 4)));
        int at = 4 + ebmlWidth(head, 4);
        while (at < end) {
            int idWidth = ebmlWidth(head, at);
            int size = (int) Math.min(head.length(), ebmlSize(head, at + idWidth));
            int data = at + idWidth + ebmlWidth(head, at + idWidth);
            if (idWidth == 2 && head.hasHex(at, "4282")) {
                String type = head.text(data, Math.max(0, size)).replace("\0", "");
                return type.equals("matroska") || type.equals("webm");
            }
            if (size < 0) {
                return false;
            }
            at = data + size;
        }
        return false;
    }

    /** Bytes of a variable-length number: as many as there are leading zero bits, and one more. */
    private static int ebmlWidth(Head head, int at) {
        int first = head.u8(at);
        return first <= 0 ? 1 : Integer.numberOfLeadingZeros(first) - 23;
    }

    private static long ebmlSize(Head head, int at) {
        int width = ebmlWidth(head, at);
        int first = head.u8(at);
        if (first <= 0) {
            return -1;
        }
        long value = first & (0xFF >> width);
        for (int i = 1; i < width; i++) {
            value = value << 8 | Math.max(0, head.u8(at + i));
        }
        return value;
    }

    private static boolean isTransportStream(Head head) {
        if (syncs(head, 0, TS_PACKET, ENOUGH_PACKETS)
                || syncs(head, BDAV_PACKET - TS_PACKET, BDAV_PACKET, ENOUGH_PACKETS)
                || syncs(head, 0, FEC_PACKET, ENOUGH_PACKETS)) {
            return true;
        }
        for (int start = 1; start < BDAV_PACKET; start++) {
            if (syncs(head, start, TS_PACKET, ENOUGH_AMID) || syncs(head, start, BDAV_PACKET, ENOUGH_AMID)) {
                return true;
            }
        }
        return false;
    }

    /** Whether that many packets follow each other, or fewer where the whole file is shorter, but not fewer than two. */
    private static boolean syncs(Head head, int start, int stride, int enough) {
        int there = (head.length() - start) / TS_PACKET;
        boolean whole = head.length() == head.fileBytes();
        int wanted = whole && there >= 2 ? Math.min(enough, (head.length() - start) / stride) : enough;
        for (int i = 0; i < Math.max(2, wanted); i++) {
            int at = start + i * stride;
            // A packet has a payload, an adaptation field or both: this tells packets from a text full of the letter G.
            if (head.u8(at) != TS_SYNC || (head.u8(at + 3) & 0x30) == 0) {
                return false;
            }
        }
        return true;
    }
}
