package dev.segue.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Strings as the standards print them, or as other packagers and browsers write them for the same boxes. */
final class CodecStringTest {
    @Test
    void namesHevcByProfileCompatibilityTierLevelAndConstraints() throws Exception {
        // ISO/IEC 14496-15, E.3: Main, level 3.1, progressive and frame-only.
        assertThat(codecs(hevc("01 01 60000000 B00000000000 5D"))).isEqualTo("hvc1.1.6.L93.B0");
        // Main 10, level 4, as x265 writes it.
        assertThat(codecs(hevc("01 02 20000000 900000000000 78"))).isEqualTo("hvc1.2.4.L120.90");
        // Profile space A, high tier, a constraint byte after a zero.
        assertThat(codecs(hevc("01 64 08000000 000001000000 99"))).isEqualTo("hvc1.A4.10.H153.0.0.1");
        assertThat(codecs(hevc("01 01 60000000 000000000000 5A"))).isEqualTo("hvc1.1.6.L90");
    }

    @Test
    void namesAv1AndLeavesOutWhatIsTheDefault() throws Exception {
        assertThat(codecs(av1("81 04 0C 00"))).isEqualTo("av01.0.04M.08");
        assertThat(codecs(av1("81 08 4C 00"), colr(1, 1, 1, 0))).isEqualTo("av01.0.08M.10");
        // The binding's own example of HDR.
        assertThat(codecs(av1("81 04 4E 00"), colr(9, 16, 9, 0))).isEqualTo("av01.0.04M.10.0.112.09.16.09.0");
        assertThat(codecs(av1("81 0D CC 00"), colr(9, 18, 9, 0))).isEqualTo("av01.0.13H.10.0.110.09.18.09.0");
        // Professional, 12 bit 4:2:2, full range; monochrome.
        assertThat(codecs(av1("81 4D 68 00"), colr(1, 1, 1, 0x80))).isEqualTo("av01.2.13M.12.0.100.01.01.01.1");
        assertThat(codecs(av1("81 04 1C 00"))).isEqualTo("av01.0.04M.08.1.110.01.01.01.0");
    }

    @Test
    void namesVp9AndLeavesOutWhatIsTheDefault() throws Exception {
        assertThat(codecs(vp9("00 1F 82 01 01 01"))).isEqualTo("vp09.00.31.08");
        // The binding's own example: profile 2, level 1, 10 bit, 4:2:0, BT.2020, PQ.
        assertThat(codecs(vp9("02 0A A2 09 10 09"))).isEqualTo("vp09.02.10.10.01.09.16.09.00");
        assertThat(codecs(vp9("01 29 87 02 02 02"))).isEqualTo("vp09.01.41.08.03.02.02.02.01");
    }

    @Test
    void namesOpusByItsSampleEntryAndReadsItsChannels() throws Exception {
        byte[] init = sound("Opus", Mp4Bytes.box("dOps", hex("00 06 0138 0000AC44 0000 01 04 02 00040102 0305")));

        assertThat(InitFacts.of(init)).isEqualTo(new InitFacts.Audio("Opus", 48_000, 48_000, 6));
        assertThatThrownBy(() -> InitFacts.of(sound("Opus", Mp4Bytes.box("dOps", hex("01 02 0138 0000BB80 0000 00")))))
                .isInstanceOf(MalformedMp4Exception.class)
                .hasMessageContaining("dOps");
    }

    @Test
    void readsColoursOfAPicture() throws Exception {
        assertThat(InitFacts.of(picture("av01", av1("81 04 4E 00"), colr(9, 16, 9, 0x80))))
                .isEqualTo(new InitFacts.Video(
                        "av01.0.04M.10.0.112.09.16.09.1", 48_000, 0x0140, 0x00B4, new ColorInfo(9, 16, 9, true)));
        assertThat(InitFacts.of(picture("hvc1", hevc("01 01 60000000 B00000000000 5D"))))
                .isEqualTo(new InitFacts.Video("hvc1.1.6.L93.B0", 48_000, 0x0140, 0x00B4, null));
    }

    @Test
    void refusesSampleEntriesItDoesNotKnowOrThatAreCutOff() {
        assertThatThrownBy(() -> CodecString.of(picture("hev1", hevc("01 01 60000000 B00000000000 5D"))))
                .isInstanceOf(UnsupportedCodecException.class);
        assertThatThrownBy(() -> CodecString.of(picture("hvc1", hevc("01 01 6000"))))
                .isInstanceOf(MalformedMp4Exception.class);
        assertThatThrownBy(() -> CodecString.of(picture("vp09", av1("81 04 0C 00"))))
                .isInstanceOf(MalformedMp4Exception.class)
                .hasMessageContaining("vpcC");
    }

    private static byte[] hevc(String config) {
        return Mp4Bytes.box("hvcC", hex(config));
    }

    private static byte[] av1(String config) {
        return Mp4Bytes.box("av1C", hex(config));
    }

    private static byte[] vp9(String config) {
        return Mp4Bytes.box("vpcC", hex("01000000" + config + "0000"));
    }

    private static byte[] colr(int primaries, int transfer, int matrix, int range) {
        return Mp4Bytes.box(
                "colr",
                new Mp4Bytes()
                        .text("nclx")
                        .raw(hex(String.format("%04x%04x%04x%02x", primaries, transfer, matrix, range)))
                        .get());
    }

    private static String codecs(byte[]... boxes) throws MalformedMp4Exception {
        String config = new String(boxes[0], 4, 4, StandardCharsets.US_ASCII);
        String entry =
                switch (config) {
                    case "hvcC" -> "hvc1";
                    case "av1C" -> "av01";
                    default -> "vp09";
                };
        return CodecString.of(picture(entry, boxes));
    }

    private static byte[] picture(String entry, byte[]... boxes) {
        byte[] fields = new byte[78];
        System.arraycopy(hex("014000B4"), 0, fields, 24, 4);
        return init(entry, fields, boxes);
    }

    private static byte[] sound(String entry, byte[]... boxes) {
        return init(entry, new byte[28], boxes);
    }

    private static byte[] init(String entry, byte[] fields, byte[]... boxes) {
        byte[] described =
                Mp4Bytes.box(entry, new Mp4Bytes().raw(fields).raws(boxes).get());
        byte[] stsd =
                Mp4Bytes.box("stsd", new Mp4Bytes().u32(0, 1).raw(described).get());
        byte[] mdhd =
                Mp4Bytes.box("mdhd", new Mp4Bytes().u32(0, 0, 0, 48_000, 0, 0).get());
        byte[] mdia = Mp4Bytes.box("mdia", mdhd, Mp4Bytes.box("minf", Mp4Bytes.box("stbl", stsd)));
        return new Mp4Bytes()
                .raw(Mp4Bytes.ftyp())
                .raw(Mp4Bytes.box("moov", Mp4Bytes.box("trak", mdia)))
                .get();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
