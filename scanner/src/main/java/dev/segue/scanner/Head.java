package dev.segue.scanner;

import java.nio.charset.StandardCharsets;

/**
 * The first bytes of a file. Reading beyond them is harmless: nothing matches there and numbers are -1.
 *
 * @param bytes as many as were looked at
 * @param fileBytes the length of the whole file
 */
record Head(byte[] bytes, long fileBytes) {
    int length() {
        return bytes.length;
    }

    /** The byte at an offset, 0 to 255. */
    int u8(int offset) {
        return offset >= 0 && offset < bytes.length ? bytes[offset] & 0xFF : -1;
    }

    /** Big-endian, four bytes. */
    long u32(int offset) {
        if (offset < 0 || offset + 4 > bytes.length) {
            return -1;
        }
        return (long) u8(offset) << 24 | u8(offset + 1) << 16 | u8(offset + 2) << 8 | u8(offset + 3);
    }

    /** Little-endian, four bytes. */
    long u32le(int offset) {
        long value = u32(offset);
        return value < 0 ? -1 : Integer.toUnsignedLong(Integer.reverseBytes((int) value));
    }

    /** {@code length} bytes as ISO 8859-1 text, shorter at the end. */
    String text(int offset, int length) {
        int from = Math.min(Math.max(offset, 0), bytes.length);
        int to = Math.min(from + length, bytes.length);
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    boolean has(int offset, String text) {
        return text(offset, text.length()).equals(text);
    }

    /** Whether the bytes at an offset are those of a string of hexadecimal digits. */
    boolean hasHex(int offset, String hex) {
        for (int i = 0; i < hex.length() / 2; i++) {
            if (u8(offset + i) != Integer.parseInt(hex, 2 * i, 2 * i + 2, 16)) {
                return false;
            }
        }
        return true;
    }

    /** The first place of a text at or after an offset and before another, or -1. */
    int indexOf(String text, int from, int to) {
        for (int i = from; i <= Math.min(to, bytes.length) - text.length(); i++) {
            if (u8(i) == text.charAt(0) && has(i, text)) {
                return i;
            }
        }
        return -1;
    }
}
