package dev.segue.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.media.cmaf.FragmentedMp4.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FFmpeg judges the segments we make of what FFmpeg encoded. */
class CmafIT {
    @TempDir
    Path folder;

    @Test
    void aFilmOfConstantRateDecodesSilentlyToTheExactTimes() throws Exception {
        FragmentedMp4 mp4 = encode("testsrc2=s=320x180:r=25", 125, 12_800);
        long[] boundaries = new long[126];
        Arrays.setAll(boundaries, i -> 512_000 + i * 512L);

        assertPlays(mp4, boundaries, VideoSegments.cut(mp4, boundaries, List.of(50, 50, 25), 10, offset(boundaries)));
    }

    @Test
    void aFilmOfUnevenRateDecodesSilentlyToTheExactTimes() throws Exception {
        FragmentedMp4 mp4 = encode("testsrc2=s=320x180:r=25", 110, 90_000);
        long[] boundaries = new long[111];
        for (int i = 1; i < boundaries.length; i++) {
            boundaries[i] = boundaries[i - 1] + (i == 9 ? 45_045 : i % 7 == 0 ? 9009 : i % 3 == 0 ? 1501 : 3003);
        }

        assertPlays(mp4, boundaries, VideoSegments.cut(mp4, boundaries, List.of(50, 50, 10), 0, offset(boundaries)));
    }

    private void assertPlays(FragmentedMp4 mp4, long[] boundaries, List<MediaSegment> segments) throws Exception {
        int frames = boundaries.length - 1;
        Path film = join(mp4.init(offset(boundaries)), segments);
        assertThat(mp4.samples().stream().anyMatch(s -> s.pts() != s.dts()))
                .describedAs("the film has B-frames")
                .isTrue();
        assertThat(FfmpegJudge.ffmpeg(
                        folder,
                        "-i",
                        film.toString(),
                        "-fps_mode",
                        "passthrough",
                        "-enc_time_base",
                        "demux",
                        "-f",
                        "null",
                        "-"))
                .isEmpty();
        assertThat(numbers(
                        FfmpegJudge.ffprobe(folder, "-show_entries", "frame=pts", "-of", "csv=p=0", film.toString())))
                .containsExactly(Arrays.copyOf(boundaries, frames));
        assertThat(pictures(film)).isEqualTo(pictures(folder.resolve("encoded.mp4")));
        List<Sample> back = FragmentedMp4.read(film).samples();
        assertThat(back.stream().mapToLong(Sample::dts).toArray()).containsExactly(Arrays.copyOf(boundaries, frames));
        assertThat(back.stream().mapToLong(Sample::duration).sum()).isEqualTo(boundaries[frames] - boundaries[0]);
        assertThat(segments.get(0).start()).isEqualTo(boundaries[0]);
    }

    /** The longest that two successive frames last. */
    private static long offset(long[] boundaries) {
        return IntStream.range(0, boundaries.length - 2)
                .mapToLong(i -> boundaries[i + 2] - boundaries[i])
                .max()
                .orElseThrow();
    }

    @Test
    void eachSegmentDecodesAlone() throws Exception {
        FragmentedMp4 mp4 = encode("testsrc2=s=320x180:r=25", 100, 12_800);
        long[] boundaries = new long[101];
        Arrays.setAll(boundaries, i -> i * 512L);

        for (MediaSegment segment : VideoSegments.cut(mp4, boundaries, List.of(50, 50), 0, offset(boundaries))) {
            Path alone = join(mp4.init(offset(boundaries)), List.of(segment));
            assertThat(FfmpegJudge.ffmpeg(folder, "-i", alone.toString(), "-f", "null", "-"))
                    .isEmpty();
            assertThat(pictures(alone)).hasSize(50);
        }
    }

    @Test
    void chunksOfOneFilmShareTheirInitSegment() throws Exception {
        byte[] first = encode("testsrc2=s=320x180:r=25", 50, 12_800).init();
        byte[] second = encode("mandelbrot=s=320x180:r=25", 75, 12_800).init();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void soundBeginsWithItsFirstSampleBehindTheEncodersPriming() throws Exception {
        FfmpegJudge.ffmpeg(
                folder, "-f lavfi -i sine=f=220:b=2:r=48000:d=9.7 -ac 1 -c:a pcm_s16le source.wav".split(" "));
        FfmpegJudge.ffmpeg(
                folder,
                ("-i source.wav -c:a aac -b:a 192k -f mp4 -movflags +cmaf+delay_moov -frag_duration 4000000 sound.mp4")
                        .split(" "));
        FragmentedMp4 mp4 = FragmentedMp4.read(folder.resolve("sound.mp4"));

        List<MediaSegment> segments = AudioSegments.cut(mp4, 4000);
        Path sound = join(mp4.init(mp4.mediaStart()), segments);

        assertThat(mp4.mediaStart()).isEqualTo(1024);
        assertThat(segments).extracting(MediaSegment::start).containsExactly(0L, 192_512L, 384_000L);
        assertThat(FfmpegJudge.ffmpeg(folder, "-i", sound.toString(), "-f", "null", "-"))
                .isEmpty();
        short[] source = pcm(folder.resolve("source.wav"));
        short[] ours = pcm(sound);
        assertThat(ours.length).isBetween(source.length, source.length + 1024);
        assertThat(lagOf(ours, source)).isZero();
        assertThat(InitFacts.of(mp4.init())).isEqualTo(new InitFacts.Audio("mp4a.40.2", 48_000, 48_000, 1));
    }

    @Test
    void knowsWhatAnInitSegmentDescribes() throws Exception {
        FragmentedMp4 mp4 = encode("testsrc2=s=322x180:r=25", 10, 12_800);

        assertThat(InitFacts.of(mp4.init())).isEqualTo(new InitFacts.Video("avc1.64000d", 12_800, 322, 180, null));
        assertThat(CodecString.of(mp4.init())).isEqualTo("avc1.64000d");
        assertThat(FfmpegJudge.ffprobe(
                        folder, "-show_entries", "stream=profile,level", "-of", "csv=p=0", "encoded.mp4"))
                .isEqualTo("High,13\n");
    }

    private FragmentedMp4 encode(String picture, int frames, int timescale) throws Exception {
        Path file = folder.resolve("encoded.mp4");
        String said = FfmpegJudge.ffmpeg(
                folder,
                ("-f lavfi -i " + picture + " -frames:v " + frames + " -c:v libx264 -preset veryfast -threads 1"
                                + " -g 50 -keyint_min 50 -sc_threshold 0 -bf 3 -flags +cgop -pix_fmt yuv420p"
                                + " -video_track_timescale " + timescale
                                + " -f mp4 -movflags +cmaf+frag_keyframe+empty_moov+default_base_moof encoded.mp4")
                        .split(" "));
        assertThat(said).isEmpty();
        return FragmentedMp4.read(file);
    }

    private Path join(byte[] init, List<MediaSegment> segments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(init);
        segments.forEach(s -> bytes.writeBytes(s.bytes()));
        return Files.write(Files.createTempFile(folder, "joined", ".mp4"), bytes.toByteArray());
    }

    private List<String> pictures(Path film) throws Exception {
        List<String> sums = new ArrayList<>();
        for (String line : FfmpegJudge.ffmpeg(
                        folder, "-i", film.toString(), "-fps_mode", "passthrough", "-f", "framemd5", "-")
                .split("\n")) {
            if (!line.startsWith("#")) {
                sums.add(line.substring(line.lastIndexOf(',') + 1));
            }
        }
        return sums;
    }

    private short[] pcm(Path sound) throws Exception {
        Path raw = folder.resolve("raw.pcm");
        FfmpegJudge.ffmpeg(folder, "-i", sound.toString(), "-f", "s16le", "-c:a", "pcm_s16le", raw.toString());
        ShortBuffer samples = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[] pcm = new short[samples.remaining()];
        samples.get(pcm);
        return pcm;
    }

    /** By how many samples {@code ours} must be moved to be most like {@code source}. */
    private static int lagOf(short[] ours, short[] source) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int lag = -1100; lag <= 1100; lag++) {
            double difference = 0;
            for (int i = 20_000; i < 60_000; i++) {
                double d = ours[i + lag] - source[i];
                difference += d * d;
            }
            if (difference < least) {
                least = difference;
                best = lag;
            }
        }
        return best;
    }

    private static long[] numbers(String lines) {
        return lines.lines()
                .map(l -> l.replace(",", ""))
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
