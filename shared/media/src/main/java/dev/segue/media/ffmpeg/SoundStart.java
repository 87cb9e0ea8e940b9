package dev.segue.media.ffmpeg;

import dev.segue.contract.Rational;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds when a sound track begins by decoding its first frame: packets may hold samples that an edit list leaves out. */
public final class SoundStart {
    private static final long LARGEST_OUTPUT = 1L << 16;
    private static final long MICROS = 1_000_000;

    private final Ffmpeg ffmpeg;

    public SoundStart(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * The time of the first sample in microseconds of the source's own time; empty where nothing can be decoded.
     *
     * @param stream the stream's number in the container
     * @param scratch a folder to run in
     */
    public OptionalLong find(RemoteSource source, int stream, Path scratch, Instant deadline)
            throws FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-vn"));
        arguments.addAll(source.input());
        arguments.addAll(List.of("-map", "0:" + stream, "-frames:a", "1", "-f", "framecrc", "-"));
        FrameLines first = new FrameLines();
        ffmpeg.run(arguments, scratch, deadline, LARGEST_OUTPUT, first::line);
        Rational timeBase = first.timeBase();
        return first.times().length == 0 || timeBase == null
                ? OptionalLong.empty()
                : OptionalLong.of(timeBase.rescale(first.times()[0], MICROS));
    }
}
