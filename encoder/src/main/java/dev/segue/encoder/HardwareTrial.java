package dev.segue.encoder;

import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which devices really encode here, by one frame each: FFmpeg lists every encoder it was built with, whether there is a
 * device or not, whether its driver is right, and whether the sandbox lets it through.
 */
final class HardwareTrial {
    private static final Logger LOG = LoggerFactory.getLogger(HardwareTrial.class);

    /** A driver that hangs must not keep the service from starting. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Some devices refuse pictures smaller than this. */
    private static final String FRAME = "color=gray:size=640x360:rate=25";

    private final Ffmpeg ffmpeg;
    private final Clock clock;

    HardwareTrial(Ffmpeg ffmpeg, Clock clock) {
        this.ffmpeg = ffmpeg;
        this.clock = clock;
    }

    /** Those of the candidates that encoded a frame, in the same order. */
    List<CodecImplementation> passedBy(List<CodecImplementation> candidates) {
        List<CodecImplementation> passed = new ArrayList<>();
        try {
            Path folder = Files.createTempDirectory("segue-trial");
            try {
                candidates.stream().filter(c -> works(c, folder)).forEach(passed::add);
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("encoding with devices cannot be tried");
        }
        if (passed.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("tried", candidates.size())
                    .log("no device encodes here: pictures are encoded by software");
        } else {
            LOG.atInfo()
                    .addKeyValue(
                            "encoders",
                            passed.stream().map(CodecImplementation::id).toList())
                    .log("pictures are encoded by devices");
        }
        return passed;
    }

    private boolean works(CodecImplementation encoder, Path folder) {
        try {
            ffmpeg.run(arguments(encoder), folder, clock.instant().plus(LONGEST));
            return true;
        } catch (FfmpegFailedException e) {
            LOG.atDebug().addKeyValue("encoder", encoder.id()).setCause(e).log("a device does not encode");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying " + encoder.id(), e);
        }
    }

    private static List<String> arguments(CodecImplementation encoder) {
        VideoRendition frame = new VideoRendition(
                "trial",
                encoder.codec(),
                640,
                360,
                new RateControl.Crf(30, 1_000_000L, 2_000_000L),
                "medium",
                null,
                "yuv420p",
                DynamicRange.SDR,
                List.of());
        List<String> args = new ArrayList<>(encoder.device());
        args.addAll(List.of("-f", "lavfi", "-i", FRAME, "-frames:v", "1"));
        args.addAll(List.of("-vf", "format=yuv420p" + encoder.upload(frame)));
        args.addAll(encoder.arguments(frame, null, 1, 1));
        args.addAll(List.of("-f", "null", "-"));
        return args;
    }
}
