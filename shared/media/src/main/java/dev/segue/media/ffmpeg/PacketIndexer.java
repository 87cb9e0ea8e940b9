package dev.segue.media.ffmpeg;

import dev.segue.contract.Rational;
import dev.segue.media.ffmpeg.PacketIndex.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link PacketIndex} of a video stream. The packets are believed when each has a time, no two have the same, and the
 * first frames come out of the decoder at just these times; else the whole stream is decoded once.
 */
public final class PacketIndexer {
    /** Some three seconds: long enough to see pairs of fields, dropped leading frames and reordering go wrong. */
    static final int HEAD_FRAMES = 90;

    /** A line has some 60 bytes; twelve hours at 120 frames a second have five million packets. */
    private static final long LARGEST_OUTPUT = 1L << 30;

    /** A last frame that claims to be shown this many times longer than the one before is not believed. */
    private static final long LONGEST_LAST = 100;

    private final Ffmpeg ffmpeg;
    private final Ffprobe ffprobe;

    public PacketIndexer(Ffmpeg ffmpeg, Ffprobe ffprobe) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
    }

    /**
     * Reads the index.
     *
     * @param demuxer one of {@link InputGuard#DEMUXERS}
     * @param stream the stream's number in the container
     * @param scratch a folder to run in
     * @throws UnusableTimesException when the media is at fault
     */
    public PacketIndex read(String demuxer, URI source, int stream, Path scratch, Instant deadline)
            throws FfmpegFailedException, UnusableTimesException, InterruptedException {
        Picture picture = new Picture(demuxer, source, stream, scratch, deadline);
        PacketLines packets = new PacketLines();
        List<String> probe = new ArrayList<>(InputGuard.input(demuxer, source));
        probe.addAll(List.of(
                "-select_streams", String.valueOf(stream),
                "-show_entries", "packet=pts,dts,duration,flags",
                "-of", "compact=p=0"));
        ffprobe.lines(probe, deadline, LARGEST_OUTPUT, packets::line);
        if (packets.count() == 0) {
            throw new UnusableTimesException("the picture has no packets");
        }
        long[] times = packets.times();
        if (packets.complete() && RisingTimes.areRising(times)) {
            FrameLines head = decode(picture, List.of(), HEAD_FRAMES);
            if (startsWith(times, head.times())) {
                return new PacketIndex(
                        times,
                        packets.keyFrames(),
                        dependentKeys(picture, packets, head.timeBase()),
                        end(times, packets.lastDuration()),
                        Origin.PACKETS,
                        0);
            }
        }
        FrameLines all = decode(picture, List.of(), Integer.MAX_VALUE);
        long[] decoded = all.times();
        if (decoded.length == 0) {
            throw new UnusableTimesException("not one frame of the picture decodes");
        }
        int moved = RisingTimes.separate(decoded);
        // The container's own duration of a packet may be that of one field of the frame.
        long last = decoded.length > 1 ? 0 : all.lastDuration();
        // Times that the decoder only guesses come out differently after a seek, in MXF without an index even by
        // seconds.
        long[] keyFrames = packets.complete() ? packets.keyFrames() : new long[0];
        long[] dependent = dependentKeys(picture, packets, all.timeBase());
        return new PacketIndex(decoded, keyFrames, dependent, end(decoded, last), Origin.DECODED, moved);
    }

    /** What is read, and within which bounds. */
    private record Picture(String demuxer, URI source, int stream, Path scratch, Instant deadline) {}

    /**
     * Key frames that need the group before. All of them, where a seek to one in the middle shows that it is none: with intra refresh
     * the picture is whole only some frames after what the container marks, and the decoder holds back what comes until then.
     */
    private long[] dependentKeys(Picture picture, PacketLines packets, @Nullable Rational timeBase)
            throws FfmpegFailedException, InterruptedException {
        long[] keys = packets.keyFrames();
        if (keys.length < 2 || timeBase == null || !InputGuard.seeksExactly(picture.demuxer())) {
            return packets.openKeyFrames();
        }
        long key = keys[keys.length / 2];
        long[] shown = decode(picture, InputGuard.seek(picture.demuxer(), key, timeBase), 1)
                .times();
        return shown.length > 0 && shown[0] <= key ? packets.openKeyFrames() : keys;
    }

    /**
     * The decoder's frames just as an encoder gets them, in their order.
     *
     * @param seek options that say where to begin
     */
    private FrameLines decode(Picture picture, List<String> seek, int frames)
            throws FfmpegFailedException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-noautorotate"));
        arguments.addAll(seek);
        arguments.addAll(InputGuard.input(picture.demuxer(), picture.source()));
        arguments.addAll(
                List.of("-map", "0:" + picture.stream(), "-fps_mode", "passthrough", "-enc_time_base", "demux"));
        // The wrapped frame is a pointer: nothing is copied, encoded or hashed.
        arguments.addAll(
                List.of("-c:v", "wrapped_avframe", "-frames:v", String.valueOf(frames), "-f", "framecrc", "-"));
        FrameLines lines = new FrameLines();
        ffmpeg.run(arguments, picture.scratch(), picture.deadline(), LARGEST_OUTPUT, lines::line);
        return lines;
    }

    private static boolean startsWith(long[] times, long[] head) {
        boolean whole = head.length == Math.min(times.length, HEAD_FRAMES);
        return whole && Arrays.equals(times, 0, head.length, head, 0, head.length);
    }

    private static long end(long[] times, long lastDuration) {
        int n = times.length;
        long before = n > 1 ? times[n - 1] - times[n - 2] : 1;
        boolean believed = lastDuration > 0 && (n == 1 || lastDuration <= before * LONGEST_LAST);
        return times[n - 1] + (believed ? lastDuration : before);
    }
}
