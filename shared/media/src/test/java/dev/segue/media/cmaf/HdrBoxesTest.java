package dev.segue.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.HdrMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class HdrBoxesTest {
    private static final HdrMetadata.Mastering P3 =
            new HdrMetadata.Mastering(34_000, 16_000, 13_250, 34_500, 7_500, 3_000, 15_635, 16_450, 10_000_000, 50);

    @Test
    void writesBothBoxesAtTheEndOfTheSampleEntry() throws Exception {
        byte[] init = init(new byte[78]);

        byte[] longer = HdrBoxes.in(init, new HdrMetadata(P3, 1_000, 400));

        assertThat(longer).hasSize(init.length + 44);
        ByteBuffer stsd = Box.in(ByteBuffer.wrap(longer))
                .get(1)
                .get("trak", "mdia", "minf", "stbl", "stsd")
                .reader();
        stsd.position(8);
        ByteBuffer entry = Box.in(stsd).get(0).reader();
        byte[] boxes = new byte[entry.remaining() - 78];
        entry.get(78, boxes);
        // As FFmpeg writes them of the same film.
        assertThat(HexFormat.of().formatHex(boxes))
                .isEqualTo("0000000c" + hex("hvcC") + "01020304"
                        + "0000000c" + hex("clli") + "03e80190"
                        + "00000020" + hex("mdcv") + "33c286c41d4c0bb884d03e803d1340420098968000000032");
        assertThat(Box.in(ByteBuffer.wrap(longer)).get(1).get("mvex").body().remaining())
                .isEqualTo(5);
    }

    @Test
    void leavesOutWhatIsNotKnown() throws Exception {
        byte[] init = init(new byte[78]);

        assertThat(HdrBoxes.in(init, new HdrMetadata(null, null, null))).isEqualTo(init);
        assertThat(HdrBoxes.in(init, new HdrMetadata(P3, null, null))).hasSize(init.length + 32);
        assertThat(HexFormat.of().formatHex(HdrBoxes.in(init, new HdrMetadata(null, 1_000, null))))
                .contains(hex("clli") + "03e80000");
    }

    @Test
    void refusesWhatIsNoInitSegmentOfAPicture() {
        assertThatThrownBy(() -> HdrBoxes.in(Mp4Bytes.ftyp(), new HdrMetadata(P3, null, null)))
                .isInstanceOf(MalformedMp4Exception.class)
                .hasMessageContaining("moov");
        assertThatThrownBy(() -> HdrBoxes.in(init(new byte[20]), new HdrMetadata(P3, null, null)))
                .isInstanceOf(MalformedMp4Exception.class);
    }

    private static byte[] init(byte[] fields) {
        byte[] config = Mp4Bytes.box("hvcC", new byte[] {1, 2, 3, 4});
        byte[] entry = Mp4Bytes.box("hvc1", fields, config);
        byte[] stsd = Mp4Bytes.box("stsd", new Mp4Bytes().u32(0, 1).raw(entry).get());
        byte[] table = Mp4Bytes.box("stbl", stsd, Mp4Bytes.box("stts", new byte[8]));
        byte[] mdia = Mp4Bytes.box("mdia", Mp4Bytes.box("mdhd", new byte[24]), Mp4Bytes.box("minf", table));
        return new Mp4Bytes()
                .raw(Mp4Bytes.ftyp())
                .raw(Mp4Bytes.box("moov", Mp4Bytes.box("trak", mdia), Mp4Bytes.box("mvex", new byte[5])))
                .get();
    }

    private static String hex(String code) {
        return HexFormat.of().formatHex(code.getBytes(StandardCharsets.US_ASCII));
    }
}
