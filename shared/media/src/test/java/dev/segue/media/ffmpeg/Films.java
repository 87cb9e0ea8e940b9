package dev.segue.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small films made on the spot. */
final class Films {
    private Films() {}

    static Path h264(Path file, String picture, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", picture));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        RealFfmpeg.FFMPEG.run(arguments, file.getParent(), RealFfmpeg.in(60));
        return file;
    }
}
