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
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.stage.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges what FFmpeg left of a chunk and stores it. All renditions are judged before the first is stored: what is stored stays, and
 * until then another encoder may still make the unit. Segments are cut anew to be stored: holding those of all renditions in memory
 * would take much more than one rendition's.
 */
final class PictureOutputs {
    private static final long MICROS = 1_000_000;

    /** SVT-AV1 keeps loosely to a ceiling, and short chunks more so; what a fault makes is far beyond. */
    private static final int SIZE_TOLERANCE = 2;

    /** libvpx in one pass exceeds its ceiling fourfold where there is nothing but noise. */
    private static final int VP9_SIZE_TOLERANCE = 8;

    private final Ffmpeg ffmpeg;
    private final SegmentStore store;
    private final Verify verify;

    PictureOutputs(Ffmpeg ffmpeg, SegmentStore store, Verify verify) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.verify = verify;
    }

    private static int tolerance(VideoRendition rendition) {
        return rendition.codec() == VideoCodec.VP9 ? VP9_SIZE_TOLERANCE : SIZE_TOLERANCE;
    }

    /** A rendition that was judged and can be stored. */
    private record Judged(VideoRendition rendition, FragmentedMp4 mp4, byte[] init) {}

    JudgedUnit judgeAndStore(SegmentsReady event, Unit.VideoChunk chunk, Work work)
            throws IOException, CmafViolation, GateViolation, MalformedMp4Exception, RefusedOutput,
                    FfmpegFailedException, InterruptedException {
        long[] boundaries = outputTimes(chunk);
        long offset = compositionOffset(chunk);
        DecodeCheck check = new DecodeCheck(ffmpeg, work);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < chunk.renditions().size(); i++) {
            VideoRendition rendition = chunk.renditions().get(i);
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(VideoCommand.output(rendition)));
            UnitGate.requireFrames(mp4, boundaries);
            UnitGate.requireSize(mp4, tolerance(rendition) * ScratchNeed.picture(chunk, rendition));
            List<MediaSegment> segments =
                    VideoSegments.cut(mp4, boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset);
            byte[] init = init(mp4, offset, rendition, chunk);
            store.requireSameInit(event, rendition.id(), init);
            addTo(check, chunk, i, init, segments);
            judged.add(new Judged(rendition, mp4, init));
        }
        long fromUs = micros(chunk, chunk.times().start());
        long toUs = micros(chunk, chunk.times().end());
        DecodeCheck.Decoded decoded = check.run(fromUs, toUs);
        List<Warning> warnings = Dullness.warnings(work.scratch(), decoded.dull(), fromUs, toUs);
        List<SegmentEncoded.Output> outputs = new ArrayList<>();
        for (Judged one : judged) {
            SegmentStore.Writer writer = store.writer(
                    event, one.rendition().id(), one.init(), one.mp4().timescale(), work.lease());
            for (MediaSegment segment :
                    VideoSegments.cut(one.mp4(), boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset)) {
                writer.accept(segment);
            }
            outputs.add(writer.output());
        }
        return new JudgedUnit(outputs, warnings, decoded.cpu());
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

    private void addTo(DecodeCheck check, Unit.VideoChunk chunk, int rendition, byte[] init, List<MediaSegment> all)
            throws IOException {
        List<MediaSegment> some =
                toDecode(chunk, rendition).stream().map(all::get).toList();
        if (some.isEmpty()) {
            return;
        }
        long frames = some.stream().mapToLong(MediaSegment::samples).sum();
        boolean watched = rendition == PictureFilters.smallest(chunk);
        try (OutputStream out = check.picture(chunk.renditions().get(rendition).id(), frames, watched)) {
            out.write(init);
            for (MediaSegment segment : some) {
                out.write(segment.bytes());
            }
        }
    }

    private List<Integer> toDecode(Unit.VideoChunk chunk, int rendition) {
        return switch (verify) {
            case OFF -> List.of();
            case FULL -> DecodeSample.all(chunk);
            case SAMPLE -> DecodeSample.some(chunk, rendition);
        };
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

    private static long micros(Unit.VideoChunk chunk, long time) {
        return chunk.stream().timeBase().rescale(time - chunk.origin(), MICROS);
    }
}
