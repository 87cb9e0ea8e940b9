package dev.segue.scanner;

import java.util.Set;

/** MP4, QuickTime and their kin: boxes of a length and a type of four letters (ISO/IEC 14496-12, clause 4.2). */
final class IsoMedia {
    private static final int BOX_HEADER = 8;
    /** A brand is four bytes; no real file names a thousand. */
    private static final long LARGEST_FTYP = 4096;

    private static final Set<String> BRAND_BOXES = Set.of("ftyp", "styp");
    private static final Set<String> MEDIA_BOXES = Set.of("moov", "mdat", "moof", "sidx");
    /** May come first, but are words that may also be in a text. */
    private static final Set<String> FILLING_BOXES = Set.of("wide", "free", "skip", "pnot", "uuid", "junk");

    /** Brands of still pictures and bursts of them (ISO/IEC 23008-12, AV1 image format, Canon's raw format). */
    private static final Set<String> PICTURE_BRANDS = Set.of(
            "mif1", "mif2", "msf1", "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "avif", "avis",
            "avci", "avcs", "jpeg", "jpgs", "crx ");

    private IsoMedia() {}

    static boolean is(Head head) {
        long size = head.u32(0);
        String type = head.text(4, 4);
        if (BRAND_BOXES.contains(type)) {
            return size >= 2 * BOX_HEADER && size <= LARGEST_FTYP;
        }
        if (MEDIA_BOXES.contains(type)) {
            // 1: the length follows in 64 bits; 0: up to the end of the file.
            return size >= BOX_HEADER || size == 1 || size == 0;
        }
        return FILLING_BOXES.contains(type)
                && size >= BOX_HEADER
                && size <= head.fileBytes()
                && isBoxOrUnseen(head, size);
    }

    private static boolean isBoxOrUnseen(Head head, long offset) {
        if (offset + BOX_HEADER > head.length()) {
            return true;
        }
        String type = head.text((int) offset + 4, 4);
        return BRAND_BOXES.contains(type) || MEDIA_BOXES.contains(type) || FILLING_BOXES.contains(type);
    }

    /** Whether the major brand of what {@link #is} of this family says that it is a picture. */
    static boolean isPicture(Head head) {
        return head.has(4, "ftyp") && PICTURE_BRANDS.contains(head.text(BOX_HEADER, 4));
    }
}
