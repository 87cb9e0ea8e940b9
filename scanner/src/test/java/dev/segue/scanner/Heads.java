package dev.segue.scanner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds the beginnings of files. */
final class Heads {
    private Heads() {}

    static Head head(byte[] bytes) {
        return new Head(bytes, bytes.length);
    }

    static Head text(String text) {
        return head(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Hexadecimal digits, texts in quotes and {@code *n} for n zero bytes, separated by blanks. */
    static byte[] bytes(String description) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : description.split(" ")) {
            if (part.startsWith("'")) {
                out.writeBytes(
                        part.substring(1, part.length() - 1).replace('_', ' ').getBytes(StandardCharsets.ISO_8859_1));
            } else if (part.startsWith("*")) {
                out.writeBytes(new byte[Integer.parseInt(part.substring(1))]);
            } else {
                out.writeBytes(HexFormat.of().parseHex(part));
            }
        }
        return out.toByteArray();
    }

    /** Transport stream packets with {@code before} bytes before the sync byte of each. */
    static byte[] packets(int count, int before, int after) {
        int stride = before + 188 + after;
        byte[] bytes = new byte[count * stride];
        for (int i = 0; i < count; i++) {
            bytes[i * stride + before] = 0x47;
            bytes[i * stride + before + 3] = 0x10;
        }
        return bytes;
    }

    /** An AVI file with one stream of a kind, then some bytes in another chunk. */
    static byte[] avi(String streamKind, String more) {
        byte[] payload = more.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("'RIFF' 00100000 'AVI_' 'LIST' 7c000000 'hdrl' 'avih' 04000000 00000000"));
        out.writeBytes(bytes("'LIST' 40000000 'strl' 'strh' 38000000 '" + streamKind + "' *52"));
        out.writeBytes(bytes("'JUNK' 03000000 *4 'LIST' 00080000 'movi'"));
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
