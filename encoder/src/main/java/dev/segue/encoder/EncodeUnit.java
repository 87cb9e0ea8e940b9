package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.media.cmaf.VideoSegments;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Does one unit of work and says what came of it, after every output has been judged and stored. */
final class EncodeUnit implements StageHandler<SegmentsReady> {
    private final Ffmpeg ffmpeg;
    private final ObjectStore store;
    private final SegmentStore segments;
    private final Clock clock;

    EncodeUnit(Ffmpeg ffmpeg, ObjectStore store, SegmentStore segments, Clock clock) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.segments = segments;
        this.clock = clock;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        List<String> command = command(event, source(event, work));
        FfmpegResult run = ffmpeg.run(command, work.scratch(), work.deadline());
        try {
            List<SegmentEncoded.Output> outputs =
                    switch (event.unit()) {
                        case Unit.VideoChunk chunk -> picture(event, chunk, work);
                        case Unit.AudioTrack track -> sound(event, track, work, run.log());
                    };
            return Outcome.emit(new SegmentEncoded(
                    event.videoId(),
                    event.generation(),
                    event.unit().track(),
                    event.unit().index(),
                    run.cpu().toMillis(),
                    outputs,
                    List.of()));
        } catch (GateViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (CmafViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }

    @Override
    public long scratchBytes(SegmentsReady event) {
        return ScratchNeed.bytes(event.unit());
    }

    private RemoteSource source(SegmentsReady event, Work work) {
        return RemoteSource.until(
                work.deadline(),
                clock,
                event.container(),
                validity -> store.presignedGet(event.source().object(), validity));
    }

    private static List<String> command(SegmentsReady event, RemoteSource source) {
        return switch (event.unit()) {
            case Unit.VideoChunk chunk -> VideoCommand.arguments(chunk, source.demuxer(), source.input());
            case Unit.AudioTrack track -> AudioCommand.arguments(track, source.input());
        };
    }

    private List<SegmentEncoded.Output> picture(SegmentsReady event, Unit.VideoChunk chunk, Work work)
            throws IOException, CmafViolation, GateViolation, MalformedMp4Exception {
        long[] boundaries = outputTimes(chunk);
        long offset = chunk.compositionOffset() * chunk.stream().timeBase().num();
        List<SegmentEncoded.Output> outputs = new ArrayList<>();
        for (VideoRendition rendition : chunk.renditions()) {
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(VideoCommand.output(rendition)));
            UnitGate.requireTimes(mp4, boundaries);
            SegmentStore.Writer writer =
                    segments.writer(event, rendition.id(), mp4.init(offset), mp4.timescale(), work.lease());
            for (MediaSegment segment :
                    VideoSegments.cut(mp4, boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset)) {
                writer.accept(segment);
            }
            outputs.add(writer.output());
        }
        return outputs;
    }

    private List<SegmentEncoded.Output> sound(SegmentsReady event, Unit.AudioTrack track, Work work, String log)
            throws IOException, CmafViolation, GateViolation, MalformedMp4Exception {
        FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(AudioCommand.OUTPUT));
        UnitGate.requireSound(mp4, AudioCommand.samples(track), log);
        SegmentStore.Writer writer =
                segments.writer(event, track.rendition().id(), mp4.init(), mp4.timescale(), work.lease());
        AudioSegments.cut(mp4, track.segmentMs(), writer);
        return List.of(writer.output());
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
