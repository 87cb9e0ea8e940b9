package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.Warning;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes a chunk of the picture with the best this host has for its codec, and with the next best where a device fails or where
 * what it makes does not go with what another host has stored of the same rendition.
 */
final class PictureUnit {
    private static final Logger LOG = LoggerFactory.getLogger(PictureUnit.class);

    private final Ffmpeg ffmpeg;
    private final PictureOutputs outputs;
    private final Implementations implementations;

    PictureUnit(Ffmpeg ffmpeg, PictureOutputs outputs, Implementations implementations) {
        this.ffmpeg = ffmpeg;
        this.outputs = outputs;
        this.implementations = implementations;
    }

    /**
     * What came of it.
     *
     * @param run the one that made it
     * @param unit among whose warnings a device that failed is one
     */
    record Encoded(FfmpegResult run, JudgedUnit unit) {
        List<SegmentEncoded.Output> outputs() {
            return unit.outputs();
        }

        List<Warning> warnings() {
            return unit.warnings();
        }
    }

    Encoded encode(SegmentsReady event, Unit.VideoChunk chunk, RemoteSource source, Work work)
            throws IOException, InterruptedException, FfmpegFailedException, RefusedOutput {
        List<CodecImplementation> encoders = implementations.of(VideoCommand.codec(chunk), chunk.renditions());
        List<Warning> warnings = new ArrayList<>();
        for (CodecImplementation device : encoders.subList(0, encoders.size() - 1)) {
            try {
                return encode(event, chunk, source, work, device, warnings);
            } catch (RefusedOutput e) {
                warnings.add(fellBack(device, e));
            } catch (FfmpegFailedException e) {
                if (e.surroundingsFailed()) {
                    throw e;
                }
                warnings.add(fellBack(device, e));
            }
        }
        return encode(event, chunk, source, work, encoders.getLast(), warnings);
    }

    private static Warning fellBack(CodecImplementation device, Exception why) {
        LOG.atWarn()
                .addKeyValue("encoder", device.id())
                .setCause(why)
                .log("a device failed; the next encoder is tried");
        return new Warning(
                "encoder-fallback",
                "The encoder " + device.id() + " failed, so another one made this part (" + why.getMessage() + ").");
    }

    private Encoded encode(
            SegmentsReady event,
            Unit.VideoChunk chunk,
            RemoteSource source,
            Work work,
            CodecImplementation encoder,
            List<Warning> warnings)
            throws IOException, InterruptedException, FfmpegFailedException, RefusedOutput {
        List<String> command = VideoCommand.arguments(chunk, source.demuxer(), source.input(), encoder);
        FfmpegResult run = ffmpeg.run(command, work.scratch(), work.deadline());
        try {
            return new Encoded(run, outputs.judgeAndStore(event, chunk, work).after(run.cpu(), warnings));
        } catch (GateViolation | CmafViolation | MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }
}
