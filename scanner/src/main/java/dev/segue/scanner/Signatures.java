package dev.segue.scanner;

import static dev.segue.contract.RejectionCode.ARCHIVE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.IMAGE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.SCRIPT_DISGUISED;
import static dev.segue.contract.RejectionCode.UNSUPPORTED_CONTAINER;

import dev.segue.contract.RejectionCode;
import dev.segue.scanner.Finding.NoFilm;
import java.util.List;
import java.util.Optional;

/** Files that are no film and say so with fixed bytes at a fixed place. */
final class Signatures {
    private record Signature(int offset, String hex, RejectionCode code, String found) {}

    private static final List<Signature> KNOWN = List.of(
            image("89504e470d0a1a0a", "a PNG picture"),
            image("ffd8ff", "a JPEG picture"),
            image("474946383761", "a GIF picture"),
            image("474946383961", "a GIF picture"),
            image("49492a00", "a TIFF picture"),
            image("4d4d002a", "a TIFF picture"),
            image("49492b00", "a TIFF picture"),
            image("4d4d002b", "a TIFF picture"),
            image("38425053", "a Photoshop picture"),
            image("0000000c6a502020", "a JPEG 2000 picture"),
            image("0000000c4a584c20", "a JPEG XL picture"),
            image("ff0a", "a JPEG XL picture"),
            image("762f3101", "an OpenEXR picture"),
            image("53445058", "a DPX picture"),
            image("58504453", "a DPX picture"),
            archive(0, "504b0304", "a ZIP archive, or a document in one"),
            archive(0, "504b0506", "an empty ZIP archive"),
            archive(0, "504b0708", "a split ZIP archive"),
            archive(0, "1f8b", "a gzip archive"),
            archive(0, "377abcaf271c", "a 7z archive"),
            archive(0, "526172211a07", "a RAR archive"),
            archive(0, "fd377a585a00", "an xz archive"),
            archive(0, "425a68", "a bzip2 archive"),
            archive(0, "28b52ffd", "a Zstandard archive"),
            archive(0, "04224d18", "an LZ4 archive"),
            archive(0, "4d534346", "a CAB archive"),
            archive(0, "213c617263683e0a", "an ar archive"),
            archive(0, "303730373031", "a cpio archive"),
            archive(257, "7573746172", "a tar archive"),
            archive(0x8001, "4344303031", "a CD or DVD image"),
            archive(0x8001, "4245413031", "a UDF disc image"),
            script("7f454c46", "a Linux program"),
            script("4d5a", "a Windows program"),
            script("feedface", "a macOS program"),
            script("feedfacf", "a macOS program"),
            script("cefaedfe", "a macOS program"),
            script("cffaedfe", "a macOS program"),
            script("cafebabe", "a Java class or macOS program"),
            script("0061736d", "a WebAssembly program"),
            script("25504446", "a PDF document"),
            script("d0cf11e0a1b11ae1", "an old Office document"),
            script("7b5c727466", "an RTF document"),
            script("2521", "a PostScript document"),
            script("53514c69746520666f726d61742033", "an SQLite database"),
            other("494433", "MP3 sound"),
            other("664c6143", "FLAC sound"),
            other("4d546864", "MIDI music"),
            other("2321414d52", "AMR sound"),
            other("465753", "a Flash animation"),
            other("435753", "a Flash animation"),
            other("5a5753", "a Flash animation"),
            other("000001b3", "a bare MPEG video stream without a container"),
            other("0000000109", "a bare H.264 stream without a container"),
            other("0000000167", "a bare H.264 stream without a container"),
            other("0000000140", "a bare HEVC stream without a container"));

    private static final int RIFF_TYPE = 8;
    private static final int BITMAP_HEADER = 14;
    private static final List<Integer> BITMAP_HEADER_SIZES = List.of(12, 40, 52, 56, 64, 108, 124);

    private Signatures() {}

    static Optional<Finding> match(Head head) {
        if (head.has(0, "RIFF") || head.has(0, "RF64") || head.has(0, "FORM")) {
            return Optional.of(riff(head.text(RIFF_TYPE, 4)));
        }
        // "BM" alone may begin a text.
        if (head.has(0, "BM") && BITMAP_HEADER_SIZES.contains((int) head.u32le(BITMAP_HEADER))) {
            return Optional.of(new NoFilm(IMAGE_NOT_VIDEO, "a BMP picture"));
        }
        return KNOWN.stream()
                .filter(s -> head.hasHex(s.offset, s.hex))
                .findFirst()
                .map(s -> new NoFilm(s.code, s.found));
    }

    private static Finding riff(String type) {
        return switch (type) {
            case "WEBP" -> new NoFilm(IMAGE_NOT_VIDEO, "a WebP picture");
            case "WAVE", "AIFF", "AIFC" -> new NoFilm(UNSUPPORTED_CONTAINER, "sound only (" + type + ")");
            default -> new NoFilm(UNSUPPORTED_CONTAINER, "a RIFF file without a film");
        };
    }

    private static Signature image(String hex, String found) {
        return new Signature(0, hex, IMAGE_NOT_VIDEO, found);
    }

    private static Signature archive(int offset, String hex, String found) {
        return new Signature(offset, hex, ARCHIVE_NOT_VIDEO, found);
    }

    private static Signature script(String hex, String found) {
        return new Signature(0, hex, SCRIPT_DISGUISED, found);
    }

    private static Signature other(String hex, String found) {
        return new Signature(0, hex, UNSUPPORTED_CONTAINER, found);
    }
}
