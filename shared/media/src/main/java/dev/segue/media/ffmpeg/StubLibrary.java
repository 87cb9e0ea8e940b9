package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an empty shared library (ELF 64 bit, little endian) that stands in for one the machine lacks. FFmpeg's device library is
 * linked against sound and screen libraries that servers do not have; it binds lazily and Segue never opens a device, so the
 * loader only needs to find a file of that name with the symbol versions it asks for. Source: System V ABI, chapters 4 and 5, and
 * the GNU symbol versioning extension (LSB Core, 10.7).
 */
final class StubLibrary {
    /** {@code e_machine} of x86-64. */
    static final int X86_64 = 62;
    /** {@code e_machine} of 64-bit ARM. */
    static final int AARCH64 = 183;

    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int PROGRAM_HEADERS = 3;
    private static final int DYNAMIC_ENTRIES = 10;

    private StubLibrary() {}

    /**
     * Writes the library.
     *
     * @param file where to
     * @param soname its name as others link against it
     * @param versions symbol versions it must define, empty for a library without
     */
    static void write(Path file, String soname, List<String> versions, int machine) throws IOException {
        StringBuilder strings = new StringBuilder("\0").append(soname).append('\0');
        int[] names = new int[versions.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = strings.length();
            strings.append(versions.get(i)).append('\0');
        }
        byte[] table = strings.toString().getBytes(StandardCharsets.US_ASCII);

        long dynamic = EHDR + (long) PROGRAM_HEADERS * PHDR;
        long symbols = dynamic + DYNAMIC_ENTRIES * 16L;
        long hash = symbols + 24;
        long versionOf = hash + 16;
        long definitions = versionOf + 8;
        long stringTable = definitions + (names.length + 1) * 28L;
        long size = stringTable + table.length;

        ByteBuffer b = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0); // 64 bit, little endian
        b.putShort((short) 3).putShort((short) machine).putInt(1); // a shared object
        b.putLong(0).putLong(EHDR).putLong(0).putInt(0); // no entry, program headers follow, no sections
        b.putShort((short) EHDR).putShort((short) PHDR).putShort((short) PROGRAM_HEADERS);
        b.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        programHeader(b, 1, 0, size, 0x1000); // PT_LOAD: everything
        programHeader(b, 2, dynamic, DYNAMIC_ENTRIES * 16L, 8); // PT_DYNAMIC
        programHeader(b, 0x6474e551, 0, 0, 16); // PT_GNU_STACK, else the loader wants an executable stack
        dynamic(b, 14, 1); // DT_SONAME
        dynamic(b, 4, hash);
        dynamic(b, 5, stringTable);
        dynamic(b, 6, symbols);
        dynamic(b, 10, table.length);
        dynamic(b, 11, 24);
        dynamic(b, 0x6ffffff0L, versionOf);
        dynamic(b, 0x6ffffffcL, definitions);
        dynamic(b, 0x6ffffffdL, names.length + 1L);
        dynamic(b, 0, 0);
        b.put(new byte[24]); // the undefined symbol
        b.putInt(1).putInt(1).putInt(0).putInt(0); // one empty hash bucket
        b.putLong(0);
        definition(b, 1, 1, soname, 1, names.length == 0);
        for (int i = 0; i < names.length; i++) {
            definition(b, 0, i + 2, versions.get(i), names[i], i == names.length - 1);
        }
        b.put(table);
        Files.write(file, b.array());
    }

    private static void programHeader(ByteBuffer b, int type, long offset, long size, long align) {
        int readWrite = 6;
        b.putInt(type).putInt(readWrite).putLong(offset).putLong(offset).putLong(offset);
        b.putLong(size).putLong(size).putLong(align);
    }

    private static void dynamic(ByteBuffer b, long tag, long value) {
        b.putLong(tag).putLong(value);
    }

    private static void definition(ByteBuffer b, int flags, int index, String name, int nameOffset, boolean last) {
        b.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        b.putInt(elfHash(name)).putInt(20).putInt(last ? 0 : 28);
        b.putInt(nameOffset).putInt(0);
    }

    private static int elfHash(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            int high = h & 0xf0000000;
            h = (h ^ high >>> 24) & ~high;
        }
        return h;
    }
}
