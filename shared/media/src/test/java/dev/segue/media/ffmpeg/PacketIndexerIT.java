package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.ffmpeg.PacketIndex.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketIndexerIT {
    @TempDir
    Path folder;

    private final PacketIndexer indexer = new PacketIndexer(RealFfmpeg.FFMPEG, RealFfmpeg.FFPROBE);

    @Test
    void readsAFilmWithReorderedFramesFromItsPackets() throws Exception {
        Path film = Films.h264(
                folder.resolve("a.mp4"),
                "testsrc2=r=25:d=5:s=64x64",
                "-bf",
                "3",
                "-g",
                "50",
                "-video_track_timescale",
                "25");

        PacketIndex index = read("mov", film);

        assertThat(index.origin()).isEqualTo(Origin.PACKETS);
        assertThat(index.times()).containsExactly(LongStream.range(0, 125).toArray());
        assertThat(index.keyFrames()).containsExactly(0, 50, 100);
        assertThat(index.dependentKeyFrames()).isEmpty();
        assertThat(index.end()).isEqualTo(125);
        assertThat(index.firstAtOrAfter(50)).isEqualTo(50);
        assertThat(index.firstAtOrAfter(125)).isEqualTo(125);
    }

    @Test
    void keyFramesThatTheDecoderCannotBeginWithNeedTheGroupBefore() throws Exception {
        Path film = Films.h264(
                folder.resolve("refresh.mp4"),
                "testsrc2=r=25:d=8:s=64x64",
                "-x264-params",
                "intra-refresh=1:keyint=50:bframes=0",
                "-video_track_timescale",
                "25");

        PacketIndex index = read("mov", film);

        assertThat(index.keyFrames()).hasSizeGreaterThan(1);
        assertThat(index.dependentKeyFrames()).containsExactly(index.keyFrames());
    }

    @Test
    void leavesOutFramesThatAnEditListDiscards() throws Exception {
        Path whole = Films.h264(
                folder.resolve("whole.mp4"), "testsrc2=r=25:d=4:s=64x64", "-g", "50", "-video_track_timescale", "25");
        Path cut = folder.resolve("cut.mp4");
        RealFfmpeg.FFMPEG.run(
                List.of(
                        "-ss",
                        "2.4",
                        "-i",
                        whole.toString(),
                        "-c",
                        "copy",
                        "-video_track_timescale",
                        "25",
                        cut.toString()),
                folder,
                RealFfmpeg.in(30));

        PacketIndex index = read("mov", cut);

        assertThat(index.frames()).isEqualTo(40);
        assertThat(index.end() - index.time(0)).isEqualTo(40);
        assertThat(index.keyFrames()[0]).isLessThan(index.time(0));
    }

    @Test
    void leavesOutFramesThatNoDecoderCanShow() throws Exception {
        Path film = folder.resolve("start.ts");
        Path whole = Films.h264(folder.resolve("whole.ts"), "testsrc2=r=25:d=4:s=64x64", "-g", "50", "-bf", "0");
        // Without its first bytes the stream begins between two key frames: packets are there that no decoder can show.
        byte[] bytes = Files.readAllBytes(whole);
        int from = bytes.length / 4 / 188 * 188;
        Files.write(film, java.util.Arrays.copyOfRange(bytes, from, bytes.length));

        PacketIndex index = read("mpegts", film);

        assertThat(index.frames()).isBetween(40, 99);
        assertThat(index.end() - index.time(index.frames() - 1)).isEqualTo(3_600);
    }

    @Test
    void aFilmOfOneFrameLastsAsLongAsItsPacketSays() throws Exception {
        Path film =
                Films.h264(folder.resolve("one.mp4"), "testsrc2=r=5:d=0.2:s=64x64", "-video_track_timescale", "1000");

        PacketIndex index = read("mov", film);

        assertThat(index.frames()).isOne();
        assertThat(index.end() - index.time(0)).isEqualTo(200);
    }

    @Test
    void decodesAllWhereTwoFramesClaimTheSameTime() throws Exception {
        Path film = folder.resolve("same.mkv");
        // Rounded to milliseconds, frames at 4000 a second share their times in Matroska.
        Films.h264(film, "testsrc2=r=4000:d=0.02:s=64x64", "-bf", "0");

        assertThatThrownBy(() -> read("matroska", film))
                .isInstanceOf(UnusableTimesException.class)
                .hasMessageContaining("same time");
    }

    private PacketIndex read(String demuxer, Path film) throws Exception {
        return indexer.read(demuxer, film.toUri(), 0, folder, RealFfmpeg.in(60));
    }
}
