package dev.segue.encoder;

import dev.segue.contract.Stretch;
import dev.segue.encoder.Dullness.Threshold;
import dev.segue.encoder.GateViolation.Code;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.stage.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decodes segments as a player would, from init segment and bytes, before they are stored: afterwards they could not be replaced.
 * Everything is decoded by one process with one thread each.
 */
final class DecodeCheck {
    private static final String DULL = "output.dull";

    private final Ffmpeg ffmpeg;
    private final Work work;
    private final List<Track> tracks = new ArrayList<>();

    DecodeCheck(Ffmpeg ffmpeg, Work work) {
        this.ffmpeg = ffmpeg;
        this.work = work;
    }

    /**
     * What is decoded of one rendition.
     *
     * @param count frames of a picture, samples of a sound track
     * @param slack of the count: decoders leave out what primes them
     */
    private record Track(String rendition, boolean sound, long count, long slack, List<String> decoding) {
        String file() {
            return rendition + ".check.mp4";
        }

        String counts() {
            return rendition + ".counts";
        }
    }

    /**
     * What came of it.
     *
     * @param dull where the output is dull
     */
    record Decoded(List<Stretch> dull, Duration cpu) {
        Decoded {
            dull = List.copyOf(dull);
        }
    }

    /**
     * Adds a picture.
     *
     * @param frames that it has
     * @param watched whether it is the one that is looked at, too; it must be whole then
     * @return where to write its init segment and its segments
     */
    OutputStream picture(String rendition, long frames, boolean watched) throws IOException {
        String filters = watched ? Dullness.picture(Threshold.USUAL, DULL) : "null";
        // One line a frame, for the checksum of a frame's description: summing its pixels would take time.
        return add(new Track(
                rendition,
                false,
                frames,
                0,
                List.of("-vf", filters, "-fps_mode", "passthrough", "-c:v", "wrapped_avframe")));
    }

    /**
     * Adds a whole sound track.
     *
     * @param samples that it has
     * @param rate of them a second
     */
    OutputStream sound(String rendition, long samples, long rate) throws IOException {
        String filters = Dullness.sound(Threshold.USUAL, DULL) + ",asetnsamples=n=" + rate + ":p=0";
        return add(new Track(rendition, true, samples, rate / 10, List.of("-af", filters, "-c:a", "pcm_s16le")));
    }

    private OutputStream add(Track track) throws IOException {
        tracks.add(track);
        return Files.newOutputStream(work.scratch().resolve(track.file()));
    }

    /**
     * Decodes what was added.
     *
     * @param fromUs where in the film the unit begins
     * @param toUs where it ends
     * @throws RefusedOutput when it cannot be decoded
     */
    Decoded run(long fromUs, long toUs) throws IOException, RefusedOutput, FfmpegFailedException, InterruptedException {
        if (tracks.isEmpty()) {
            return new Decoded(List.of(), Duration.ZERO);
        }
        FfmpegResult run = decode();
        for (Track track : tracks) {
            long found = count(work.scratch().resolve(track.counts()), track.sound());
            if (Math.abs(found - track.count()) > track.slack()) {
                GateViolation why = new GateViolation(
                        Code.DECODED_FRAMES, "decoded frames of " + track.rendition(), track.count(), found);
                throw new RefusedOutput(why, run.run());
            }
        }
        return new Decoded(Dullness.read(work.scratch().resolve(DULL), fromUs, toUs), run.cpu());
    }

    private FfmpegResult decode() throws RefusedOutput, FfmpegFailedException, InterruptedException {
        try {
            return ffmpeg.run(arguments(), work.scratch(), work.deadline());
        } catch (FfmpegFailedException e) {
            if (e.surroundingsFailed()) {
                throw e;
            }
            int status = e.exitStatus().orElse(-1);
            throw new RefusedOutput(
                    new GateViolation(Code.UNDECODABLE, "exit status of the decoder", 0, status),
                    e.programRun().orElseThrow());
        }
    }

    /** A fault that the decoder would conceal is one all the same. */
    private List<String> arguments() {
        List<String> args = new ArrayList<>(List.of("-xerror"));
        for (Track track : tracks) {
            args.addAll(List.of("-threads", "1", "-err_detect", "explode", "-f", "mov", "-i", track.file()));
        }
        for (int i = 0; i < tracks.size(); i++) {
            args.addAll(List.of("-map", i + ":0"));
            args.addAll(tracks.get(i).decoding());
            args.addAll(List.of("-f", "framecrc", tracks.get(i).counts()));
        }
        return args;
    }

    /** Each line is of one frame of a picture, or of some samples of sound and says of how many. */
    private static long count(Path counts, boolean sound) throws IOException {
        try (Stream<String> lines = Files.lines(counts)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .mapToLong(line -> sound ? Long.parseLong(line.split(",")[3].strip()) : 1)
                    .sum();
        }
    }
}
