package dev.segue.testkit;

import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes small films on the spot: a moving test picture of 320x180 and a tone, H.264 and AAC. Each kind has a trait that has broken
 * a way of cutting films before. Every method writes {@code file} and returns it.
 */
public final class FilmMaker {
    private static final String PICTURE = "testsrc2=s=320x180:r=%s:d=%d";

    private FilmMaker() {}

    /** MP4, 25 frames a second, closed GOPs of two seconds without B-frames. */
    public static Path closedGop(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        return make(ffmpeg, file, "25", seconds, "-g", "50", "-bf", "0", "-flags", "+cgop");
    }

    /** MP4, 25 frames a second, open GOPs with B-frames: frames before a key frame need the GOP before it. */
    public static Path openGop(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        String options = "open-gop=1:keyint=48:min-keyint=48:scenecut=0:bframes=3:b-pyramid=normal";
        return make(ffmpeg, file, "25", seconds, "-x264-params", options);
    }

    /** Matroska, 24000/1001 frames a second, times rounded to milliseconds. */
    public static Path film24(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        return make(ffmpeg, file, "24000/1001", seconds, "-g", "48", "-bf", "2", "-f", "matroska");
    }

    /** MPEG-TS, 30000/1001 frames a second, whose times begin at an hour. */
    public static Path transportStream(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        return make(
                ffmpeg,
                file,
                "30000/1001",
                seconds,
                "-g",
                "60",
                "-bf",
                "2",
                "-output_ts_offset",
                "3600",
                "-f",
                "mpegts");
    }

    /** MP4, 25 frames a second, with no key frame but the first. */
    public static Path singleKeyFrame(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        return make(ffmpeg, file, "25", seconds, "-g", "100000", "-sc_threshold", "0", "-bf", "2");
    }

    /** MP4, 25 frames a second, ten bits of PQ, whose file tells the transfer curve but neither primaries nor matrix. */
    public static Path pqWithoutColours(Ffmpeg ffmpeg, Path file, int seconds)
            throws FfmpegFailedException, InterruptedException {
        return make(
                ffmpeg,
                file,
                "25",
                seconds,
                "-g",
                "50",
                "-bf",
                "0",
                "-pix_fmt",
                "yuv420p10le",
                "-x264-params",
                "transfer=smpte2084");
    }

    private static Path make(Ffmpeg ffmpeg, Path file, String rate, int seconds, String... options)
            throws FfmpegFailedException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-f", "lavfi", "-i", String.format(Locale.ROOT, PICTURE, rate, seconds)));
        arguments.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=48000:d=" + seconds));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-c:a", "aac", "-b:a", "64k"));
        arguments.addAll(List.of(options));
        arguments.add(file.toAbsolutePath().toString());
        Path folder = file.toAbsolutePath().resolveSibling("");
        ffmpeg.run(arguments, folder, Instant.now().plusSeconds(60));
        return file;
    }
}
