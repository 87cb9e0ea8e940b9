package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Whether what was made shows what the source shows: its shape, and which way up. */
final class Picture {
    private static final int SIDE = 16;

    private Picture() {}

    static void isUpright(Path source, int stream, Path folder, Hls.Entry variant) throws IOException {
        double[] shown = shape(source, stream);
        String[] made = variant.get("RESOLUTION").split("x");
        double shape = Double.parseDouble(made[0]) / Double.parseDouble(made[1]);
        assertThat(shape).as("width over height").isEqualTo(shown[0] / shown[1], within(0.03 * shown[0] / shown[1]));

        byte[] original = small(folder, source.toAbsolutePath().toString(), "0:" + stream);
        byte[] copy = small(folder, folder.resolve(variant.uri()).toString(), "0:v:0");
        // A picture of one colour is upright however it is turned.
        if (deviation(original) > 4) {
            assertThat(likeness(original, copy)).as("likeness of a frame").isGreaterThan(0.9);
        }
    }

    /** Width and height as a player shows them. */
    private static double[] shape(Path source, int stream) {
        String[] facts = Tool.ffprobe(
                        source.toAbsolutePath().getParent(),
                        "-show_entries",
                        "stream=index,width,height,sample_aspect_ratio:stream_side_data=rotation",
                        "-of",
                        "default=nw=1",
                        source.toAbsolutePath().toString())
                .out()
                .split("index=");
        double width = 0;
        double height = 0;
        double aspect = 1;
        boolean turned = false;
        for (String fact : facts) {
            if (!fact.startsWith(stream + "\n")) {
                continue;
            }
            for (String line : fact.lines().skip(1).toList()) {
                String[] pair = line.split("=");
                switch (pair[0]) {
                    case "width" -> width = Double.parseDouble(pair[1]);
                    case "height" -> height = Double.parseDouble(pair[1]);
                    case "rotation" -> turned = Integer.parseInt(pair[1]) % 180 != 0;
                    case "sample_aspect_ratio" -> {
                        String[] ratio = pair[1].split(":");
                        boolean told = ratio.length == 2 && !ratio[0].equals("0") && !ratio[1].equals("0");
                        aspect = told ? Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]) : 1;
                    }
                    default -> {
                        // Of no interest here.
                    }
                }
            }
        }
        return turned ? new double[] {height, width * aspect} : new double[] {width * aspect, height};
    }

    /** The third frame in a few grey pixels, turned as a player would. */
    private static byte[] small(Path folder, String input, String stream) throws IOException {
        Path file = Files.createTempFile("frame", ".gray");
        try {
            Tool.ffmpeg(
                    folder,
                    "-i",
                    input,
                    "-map",
                    stream,
                    "-vf",
                    "select='eq(n,2)',scale=" + SIDE + ":" + SIDE + ":flags=area,format=gray",
                    "-frames:v",
                    "1",
                    "-f",
                    "rawvideo",
                    file.toString());
            byte[] pixels = Files.readAllBytes(file);
            assertThat(pixels).as("a frame of %s", input).hasSize(SIDE * SIDE);
            return pixels;
        } finally {
            Files.delete(file);
        }
    }

    private static double deviation(byte[] pixels) {
        double mean = mean(pixels);
        return Math.sqrt(IntStream.range(0, pixels.length)
                .mapToDouble(i -> Math.pow((pixels[i] & 0xff) - mean, 2))
                .average()
                .orElse(0));
    }

    /** Pearson's correlation: brightness and contrast may differ, as after tone mapping. */
    private static double likeness(byte[] a, byte[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double both = IntStream.range(0, a.length)
                .mapToDouble(i -> ((a[i] & 0xff) - meanA) * ((b[i] & 0xff) - meanB))
                .average()
                .orElse(0);
        return both / (deviation(a) * deviation(b));
    }

    private static double mean(byte[] pixels) {
        return IntStream.range(0, pixels.length)
                .mapToDouble(i -> pixels[i] & 0xff)
                .average()
                .orElse(0);
    }
}
