package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One colour, brought into a source in many ways, must leave as that colour in BT.709 and limited range. */
final class PictureConversionIT {
    /** A wrong matrix is off by 10, a wrong range by 8 and more. */
    private static final int TOLERANCE = 4;

    private static final int[] ORANGE = {0xC0, 0x70, 0x20};

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // what the source is made with, its encoder, size, pixel format, scan, full range, primaries, matrix
                "zscale=m=709:r=tv,format=yuv420p | ffv1 | 320x180 | yuv420p | PROGRESSIVE | false | bt709 | bt709",
                "zscale=m=170m:r=tv:p=170m:t=709:pin=709:tin=709,format=yuv420p | ffv1 | 320x180 | yuv420p | PROGRESSIVE | false | smpte170m | smpte170m",
                "zscale=m=170m:r=tv,format=yuv422p10le | ffv1 | 320x180 | yuv422p10le | PROGRESSIVE | false | - | smpte170m",
                "zscale=m=bt470bg:r=tv,format=yuv420p | mpeg2video | 320x180 | yuv420p | INTERLACED | false | - | bt470bg",
                "zscale=m=bt2020nc:r=tv:p=bt2020:t=709:pin=709:tin=709,format=yuv420p10le | ffv1 | 320x180 | yuv420p10le | PROGRESSIVE | false | bt2020 | bt2020nc",
                "zscale=m=709:r=tv,format=yuv444p | ffv1 | 320x180 | yuv444p | PROGRESSIVE | false | bt709 | bt709",
                "zscale=m=709:r=pc,format=yuv420p | libx264 | 320x180 | yuvj420p | PROGRESSIVE | true | bt709 | bt709",
                "zscale=m=170m:r=pc,format=yuv420p | libx264 | 320x180 | yuvj420p | PROGRESSIVE | true | - | smpte170m",
                "zscale=m=709:r=tv,format=yuv444p | ffv1 | 321x181 | yuv444p | PROGRESSIVE | false | bt709 | bt709",
                "format=gbrp | ffv1 | 320x180 | gbrp | PROGRESSIVE | false | - | gbr",
                "format=bgr0 | ffv1 | 320x180 | bgr0 | PROGRESSIVE | false | - | gbr",
                "format=rgb24,split[a][b];[a]palettegen[p];[b][p]paletteuse | png | 320x180 | pal8 | PROGRESSIVE | false | - | gbr",
                "format=rgb24 | png | 320x180 | rgb24 | PROGRESSIVE | false | - | gbr",
                "format=rgb24 | qtrle | 320x180 | rgb24 | PROGRESSIVE | false | - | gbr",
            })
    void aColourStaysTheSame(
            String made,
            String encoder,
            String size,
            String pixelFormat,
            Scan scan,
            boolean fullRange,
            @Nullable String primaries,
            @Nullable String matrix)
            throws Exception {
        Path source = folder.resolve(encoder.matches("ffv1|png") ? "source.mkv" : "source.mov");
        String colour = String.format("color=c=0x%02X%02X%02X:s=%s:r=5:d=0.4", ORANGE[0], ORANGE[1], ORANGE[2], size);
        List<String> make = new ArrayList<>(List.of("-f", "lavfi", "-i", colour + ",format=gbrp," + made));
        make.addAll(List.of("-c:v", encoder));
        make.addAll(encoder.equals("mpeg2video") ? List.of("-qscale:v", "2", "-r", "25") : List.of());
        make.addAll(encoder.equals("libx264") ? List.of("-qp", "0", "-preset", "ultrafast") : List.of());
        make.add(source.toString());
        run(make);
        String[] sides = size.split("x");
        MediaInfo.Video stream = new MediaInfo.Video(
                0,
                encoder,
                null,
                Integer.parseInt(sides[0]),
                Integer.parseInt(sides[1]),
                0,
                new Rational(1, 1),
                pixelFormat,
                new Rational(1, 1_000),
                null,
                scan,
                DynamicRange.SDR,
                fullRange,
                primaries,
                matrix,
                null,
                null);

        assertThat(mean(source, stream)).satisfies(found -> {
            for (int i = 0; i < ORANGE.length; i++) {
                assertThat(found[i]).isCloseTo(ORANGE[i], within(TOLERANCE));
            }
        });
    }

    /** Red, green and blue of the converted picture, read as what it says of itself. */
    private int[] mean(Path source, MediaInfo.Video stream) throws Exception {
        VideoRendition r = new VideoRendition(
                "v",
                VideoCodec.H264,
                160,
                90,
                new RateControl.Crf(4, null, null),
                "ultrafast",
                null,
                "yuv420p",
                DynamicRange.SDR,
                List.of());
        Path converted = folder.resolve("converted.mp4");
        String graph = "[0:v]null" + PictureConversion.normal(stream) + "," + PictureConversion.to(r, stream);
        run(List.of(
                "-i",
                source.toString(),
                "-filter_complex",
                graph,
                "-c:v",
                "libx264",
                "-qp",
                "2",
                "-preset",
                "ultrafast",
                converted.toString()));
        List<String> said = new ArrayList<>();
        List<String> tags = List.of(
                "-show_entries",
                "stream=color_range,color_space,color_transfer,color_primaries",
                "-of",
                "csv=p=0",
                converted.toString());
        RealFfmpeg.FFPROBE.lines(tags, RealFfmpeg.in(20), 1_000, said::add);
        assertThat(said).containsExactly("tv,bt709,bt709,bt709");
        Path rgb = folder.resolve("mean.rgb");
        run(List.of(
                "-i",
                converted.toString(),
                "-frames:v",
                "1",
                "-vf",
                "zscale=m=gbr:r=pc,format=gbrp,scale=1:1,format=rgb24",
                "-f",
                "rawvideo",
                rgb.toString()));
        byte[] bytes = Files.readAllBytes(rgb);
        return new int[] {bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff};
    }

    private void run(List<String> arguments) throws Exception {
        RealFfmpeg.FFMPEG.run(arguments, folder, RealFfmpeg.in(30));
    }
}
