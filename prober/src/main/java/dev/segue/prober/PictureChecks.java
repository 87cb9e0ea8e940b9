package dev.segue.prober;

import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.prober.OpenSource.Decoded;
import java.util.Map;
import java.util.regex.Pattern;

/** Decodes a little of a picture at both ends: a container can be perfect around nothing. */
final class PictureChecks {
    /** Twice the longest group of B-frames there is. */
    private static final int HEAD_PACKETS = 32;

    /** Where a recording begins between key frames, more must be read until the first frame comes. */
    private static final int HEAD_FRAMES = 50;

    private static final int TAIL_FRAMES = 25;
    private static final long TAIL_US = 5_000_000;

    private static final Pattern NO_DECODER = Pattern.compile("no decoder found|Decoder \\(codec [^)]*\\) not found");

    private PictureChecks() {}

    static Head head(OpenSource source, SourceStream picture)
            throws Refusal, FfmpegFailedException, InterruptedException {
        Head head = source.head(picture.index(), HEAD_PACKETS);
        if (head.frames() > 0) {
            return head;
        }
        Decoded decoded = source.decode(picture.index(), 0, HEAD_FRAMES);
        if (decoded.frames() > 0) {
            return Head.UNKNOWN;
        }
        if (NO_DECODER.matcher(decoded.log()).find()) {
            throw new Refusal(
                    RejectionCode.UNSUPPORTED_CODEC,
                    "There is no decoder for the picture (" + picture.codec()
                            + "): convert it to H.264 or HEVC, for example.",
                    Map.of("codec", picture.codec()));
        }
        throw new Refusal(
                RejectionCode.UNDECODABLE_VIDEO,
                "Not one frame of the picture (" + picture.codec()
                        + ") can be decoded: the file is damaged. Export it again.",
                Map.of("codec", picture.codec()));
    }

    static void tail(OpenSource source, SourceStream picture, FilmLength length)
            throws Refusal, FfmpegFailedException, InterruptedException {
        long from = length.endUs() - TAIL_US;
        if (from <= length.startUs()) {
            return;
        }
        if (source.decode(picture.index(), from, TAIL_FRAMES).frames() == 0) {
            throw new Refusal(
                    RejectionCode.UNDECODABLE_VIDEO,
                    "The picture begins well, but its last seconds cannot be decoded: the file is damaged. Export it again.",
                    Map.of("codec", picture.codec()));
        }
    }
}
