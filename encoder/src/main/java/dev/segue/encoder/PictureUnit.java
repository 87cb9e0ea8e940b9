package dev.segue.encoder;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.HdrBoxes;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.media.cmaf.VideoSegments;
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
    private final SegmentStore segments;
    private final Implementations implementations;

    PictureUnit(Ffmpeg ffmpeg, SegmentStore segments, Implementations implementations) {
        this.ffmpeg = ffmpeg;
        this.segments = segments;
        this.implementations = implementations;
    }

    /**
     * What came of it.
     *
     * @param warnings a device that failed
     */
    record Encoded(FfmpegResult run, List<SegmentEncoded.Output> outputs, List<Warning> warnings) {}

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
            return new Encoded(run, outputs(event, chunk, work), warnings);
        } catch (GateViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (CmafViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }

    /** A rendition that was judged and can be stored. */
    private record Judged(VideoRendition rendition, FragmentedMp4 mp4, byte[] init) {}

    private List<SegmentEncoded.Output> outputs(SegmentsReady event, Unit.VideoChunk chunk, Work work)
            throws IOException, CmafViolation, GateViolation, MalformedMp4Exception {
        long[] boundaries = outputTimes(chunk);
        long offset = compositionOffset(chunk);
        // All are judged before anything is stored: after that, only this encoder can go on. Segments are cut anew to
        // be stored, since
        // those of all renditions would fill the memory.
        List<Judged> judged = new ArrayList<>();
        for (VideoRendition rendition : chunk.renditions()) {
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(VideoCommand.output(rendition)));
            UnitGate.requireTimes(mp4, boundaries);
            VideoSegments.cut(mp4, boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset);
            byte[] init = init(mp4, offset, rendition, chunk);
            segments.requireSameInit(event, rendition.id(), init);
            judged.add(new Judged(rendition, mp4, init));
        }
        List<SegmentEncoded.Output> outputs = new ArrayList<>();
        for (Judged one : judged) {
            SegmentStore.Writer writer = segments.writer(
                    event, one.rendition().id(), one.init(), one.mp4().timescale(), work.lease());
            for (MediaSegment segment :
                    VideoSegments.cut(one.mp4(), boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset)) {
                writer.accept(segment);
            }
            outputs.add(writer.output());
        }
        return outputs;
    }

    private static byte[] init(FragmentedMp4 mp4, long offset, VideoRendition rendition, Unit.VideoChunk chunk)
            throws MalformedMp4Exception {
        HdrMetadata hdr = chunk.stream().hdr();
        return hdr == null || rendition.dynamicRange() == DynamicRange.SDR
                ? mp4.init(offset)
                : HdrBoxes.in(mp4.init(offset), hdr);
    }

    /** AV1 and VP9 keep what is shown later inside of frames, so that every sample is shown in the order of decoding. */
    private static long compositionOffset(Unit.VideoChunk chunk) {
        VideoCodec codec = VideoCommand.codec(chunk);
        return codec == VideoCodec.AV1 || codec == VideoCodec.VP9
                ? 0
                : chunk.compositionOffset() * chunk.stream().timeBase().num();
    }

    /** The chunk's frame times from the film's first frame, in ticks of the outputs. */
    private static long[] outputTimes(Unit.VideoChunk chunk) {
        long[] times = chunk.times().boundaries();
        long perTick = chunk.stream().timeBase().num();
        for (int i = 0; i < times.length; i++) {
            times[i] = (times[i] - chunk.origin()) * perTick;
        }
        return times;
    }
}
