package dev.segue.stage;

import java.nio.charset.StandardCharsets;

/** Cuts texts so that they take no more than so many bytes in UTF-8, always between whole characters. */
final class BoundedText {
    private static final String LEFT_OUT = "\n[...]\n";

    private BoundedText() {}

    /** The beginning. */
    static String head(String text, int bytes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes, utf8.length);
        while (end < utf8.length && continues(utf8[end])) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }

    /** The end. */
    static String tail(String text, int bytes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int begin = Math.max(0, utf8.length - bytes);
        while (begin < utf8.length && continues(utf8[begin])) {
            begin++;
        }
        return new String(utf8, begin, utf8.length - begin, StandardCharsets.UTF_8);
    }

    /** Beginning and end, with a mark where something is left out between them. */
    static String ends(String text, int bytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return head(text, bytes);
        }
        int half = (bytes - LEFT_OUT.length()) / 2;
        return head(text, half) + LEFT_OUT + tail(text, half);
    }

    /** Whether a byte is not the first one of its character. */
    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
