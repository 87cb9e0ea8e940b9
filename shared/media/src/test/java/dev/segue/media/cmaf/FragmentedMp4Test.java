package dev.segue.media.cmaf;

import static dev.segue.media.cmaf.Mp4Bytes.box;
import static dev.segue.media.cmaf.Mp4Bytes.edts;
import static dev.segue.media.cmaf.Mp4Bytes.ftyp;
import static dev.segue.media.cmaf.Mp4Bytes.moof;
import static dev.segue.media.cmaf.Mp4Bytes.moov;
import static dev.segue.media.cmaf.Mp4Bytes.tfdt;
import static dev.segue.media.cmaf.Mp4Bytes.tfhd;
import static dev.segue.media.cmaf.Mp4Bytes.trun;
import static dev.segue.media.cmaf.Mp4Bytes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentedMp4Test {
    private static final long[] NO_DEFAULTS = {0, 0, 0};
    private static final long SYNC = 0x0200_0000;
    private static final long NON_SYNC = 0x0101_0000;

    @TempDir
    Path folder;

    @Test
    void readsRunsThatSayEverything() throws Exception {
        byte[] header = new Mp4Bytes().raws(ftyp(), moov(1000, NO_DEFAULTS)).get();
        byte[] moof = moof(
                tfhd(0x20000),
                tfdt(5_000_000_000L),
                trun(0x0100_0F01, 2, 500, 40, 3, SYNC, 80, 40, 2, NON_SYNC, 0xFFFF_FFD8L));
        int at = header.length + 500;
        Path file = write(folder, header, moof, box("mdat", new byte[1000]));

        FragmentedMp4 mp4 = FragmentedMp4.read(file);

        assertThat(mp4.timescale()).isEqualTo(1000);
        assertThat(mp4.trackId()).isEqualTo(1);
        assertThat(mp4.samples())
                .containsExactly(
                        new Sample(5_000_000_000L, 5_000_000_080L, 40, at, 3, true),
                        new Sample(5_000_000_040L, 5_000_000_000L, 40, at + 3, 2, false));
    }

    @Test
    void takesWhatRunsLeaveOutFromTheFragmentAndThenFromTheTrack() throws Exception {
        byte[] header = new Mp4Bytes()
                .raws(ftyp(), moov(1000, new long[] {40, 7, NON_SYNC}))
                .get();
        byte[] moof = moof(tfhd(0x20010, 5), tfdt(80), trun(0x5, 2, 100, SYNC));
        Path file = write(folder, header, moof, box("mdat", new byte[200]));

        assertThat(FragmentedMp4.read(file).samples())
                .containsExactly(
                        new Sample(80, 80, 40, header.length + 100, 5, true),
                        new Sample(120, 120, 40, header.length + 105, 5, false));
    }

    @Test
    void continuesRunsAndFragmentsThatNameNoPlaceAndNoTime() throws Exception {
        byte[] header = new Mp4Bytes().raws(ftyp(), moov(1000, NO_DEFAULTS)).get();
        byte[] first = moof(tfhd(0x20038, 40, 4, SYNC), trun(0x1, 1, 200), trun(0, 2));
        byte[] second = moof(tfhd(0x20038, 40, 4, SYNC), trun(0x1, 1, 300));
        Path file = write(folder, header, first, second, box("mdat", new byte[600]));

        assertThat(FragmentedMp4.read(file).samples())
                .extracting(Sample::dts, Sample::offset)
                .containsExactly(
                        tuple(0L, header.length + 200L),
                        tuple(40L, header.length + 204L),
                        tuple(80L, header.length + 208L),
                        tuple(120L, header.length + first.length + 300L));
    }

    @Test
    void takesAnExplicitBaseAndOffsetsWithoutSign() throws Exception {
        byte[] header = new Mp4Bytes().raws(ftyp(), moov(1000, NO_DEFAULTS)).get();
        byte[] tfhd = box(
                "tfhd", new Mp4Bytes().u32(0x39, 1).u64(700).u32(40, 4, SYNC).get());
        byte[] moof = moof(tfhd, trun(0x801, 1, 11, 0x8000_0000L));
        Path file = write(folder, header, moof, box("mdat", new byte[600]));

        assertThat(FragmentedMp4.read(file).samples()).containsExactly(new Sample(0, 0x8000_0000L, 40, 711, 4, true));
    }

    @Test
    void passesOverBoxesWith64BitSizesAndOnesThatReachToTheEnd() throws Exception {
        byte[] header = new Mp4Bytes().raws(ftyp(), moov(1000, NO_DEFAULTS)).get();
        byte[] moof = moof(tfhd(0x20038, 40, 4, SYNC), trun(0x1, 1, 120));
        byte[] toTheEnd = new Mp4Bytes().u32(0).text("free").raw(new byte[50]).get();
        Path file = write(folder, header, moof, Mp4Bytes.largeBox("mdat", new byte[64]), toTheEnd);

        assertThat(FragmentedMp4.read(file).samples()).hasSize(1);
    }

    @Test
    void removesTheEditListAndRemembersWhereItBegan() throws Exception {
        byte[] plain = moov(1000, NO_DEFAULTS);
        Path file = write(folder, ftyp(), moov(1000, NO_DEFAULTS, edts(1024)));

        FragmentedMp4 mp4 = FragmentedMp4.read(file);

        assertThat(mp4.init()).isEqualTo(new Mp4Bytes().raws(ftyp(), plain).get());
        assertThat(mp4.mediaStart()).isEqualTo(1024);
    }

    @Test
    void rejectsAFileThatIsCutOff() throws Exception {
        Path whole = Mp4Bytes.file(folder, 0, new long[] {SYNC, 0, 40});
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            int boundary = ftyp().length;
            if (length == boundary + moov(1000, NO_DEFAULTS).length || length == bytes.length - 9) {
                continue;
            }
            Path file = write(folder, cut);
            assertThatThrownBy(() -> FragmentedMp4.read(file))
                    .describedAs("cut to %s bytes", length)
                    .isInstanceOf(MalformedMp4Exception.class);
        }
    }

    @Test
    void neverFailsOtherwiseThanByItsOwnExceptionWhateverByteIsWrong() throws Exception {
        byte[] bytes =
                Files.readAllBytes(Mp4Bytes.file(folder, 5, new long[] {SYNC, 0, 40}, new long[] {NON_SYNC, 0, 40}));
        Path file = write(folder, bytes);
        int readable = 0;
        for (int i = 0; i < bytes.length; i++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF}) {
                byte[] broken = bytes.clone();
                broken[i] = (byte) value;
                Files.write(file, broken);
                try {
                    FragmentedMp4.read(file);
                    readable++;
                } catch (MalformedMp4Exception e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            }
        }
        assertThat(readable).isPositive();
    }

    @Test
    void rejectsSizesThatWouldFillTheMemory() {
        byte[] hugeMoov = new Mp4Bytes().u32(0x7FFF_FFFFL).text("moov").get();
        assertMalformed("claims", ftyp(), hugeMoov);
        byte[] moof = moof(tfhd(0x20038, 40, 1, SYNC), trun(0x1, 0xFFFF_FFFFL, 0));
        assertMalformed("more than", ftyp(), moov(1000, NO_DEFAULTS), moof, box("mdat", new byte[10]));
        byte[] large = moof(tfhd(0x20038, 40, 0x7FFF_FFFFL, SYNC), trun(0x1, 1, 0));
        assertMalformed("claims", ftyp(), moov(1000, NO_DEFAULTS), large, box("mdat", new byte[10]));
        assertMalformed("too large", ftyp(), box("moov", new byte[17 * 1024 * 1024]));
    }

    @Test
    void rejectsFilesOfAnotherShape() {
        assertMalformed("no 'moov'", ftyp());
        assertMalformed("'ftyp'", moov(1000, NO_DEFAULTS));
        assertMalformed("before the 'moov'", ftyp(), moof(tfhd(0)));
        assertMalformed("timescale", ftyp(), moov(0, NO_DEFAULTS));
        assertMalformed("expected one track but there are 0", ftyp(), box("moov", box("mvhd", new byte[100])));
        byte[] other = box("tfhd", new Mp4Bytes().u32(0x20000, 2).get());
        assertMalformed("track 2", ftyp(), moov(1000, NO_DEFAULTS), moof(other));
    }

    @Test
    void aHeaderWithoutFragmentsHasNoSamples() throws Exception {
        FragmentedMp4 mp4 = FragmentedMp4.read(write(folder, ftyp(), moov(1000, NO_DEFAULTS)));

        assertThat(mp4.samples()).isEmpty();
        assertThat(ByteBuffer.wrap(mp4.init()).getInt()).isEqualTo(ftyp().length);
    }

    private void assertMalformed(String why, byte[]... parts) {
        Path file = write(folder, parts);
        assertThatThrownBy(() -> FragmentedMp4.read(file))
                .isInstanceOf(MalformedMp4Exception.class)
                .hasMessageContaining(why);
    }
}
