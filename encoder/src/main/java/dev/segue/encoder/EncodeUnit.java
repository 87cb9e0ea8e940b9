package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.Warning;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.util.List;

/** Does one unit of work and says what came of it, after every output has been judged and stored. */
final class EncodeUnit implements StageHandler<SegmentsReady> {
    private final Ffmpeg ffmpeg;
    private final ObjectStore store;
    private final SegmentStore segments;
    private final PictureUnit picture;
    private final Clock clock;

    EncodeUnit(Ffmpeg ffmpeg, ObjectStore store, SegmentStore segments, Implementations implementations, Clock clock) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.segments = segments;
        this.picture = new PictureUnit(ffmpeg, segments, implementations);
        this.clock = clock;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        RemoteSource source = source(event, work);
        return switch (event.unit()) {
            case Unit.VideoChunk chunk -> {
                PictureUnit.Encoded encoded = picture.encode(event, chunk, source, work);
                yield stated(event, encoded.run(), encoded.outputs(), encoded.warnings());
            }
            case Unit.AudioTrack track -> sound(event, track, source, work);
        };
    }

    private static Outcome stated(
            SegmentsReady event, FfmpegResult run, List<SegmentEncoded.Output> outputs, List<Warning> warnings) {
        return Outcome.emit(new SegmentEncoded(
                event.videoId(),
                event.generation(),
                event.unit().track(),
                event.unit().index(),
                run.cpu().toMillis(),
                outputs,
                warnings));
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

    private Outcome sound(SegmentsReady event, Unit.AudioTrack track, RemoteSource source, Work work) throws Exception {
        List<String> command = AudioCommand.arguments(track, source.input());
        FfmpegResult run = ffmpeg.run(command, work.scratch(), work.deadline());
        try {
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(AudioCommand.OUTPUT));
            UnitGate.requireSound(mp4, AudioCommand.samples(track), run.log());
            SegmentStore.Writer writer =
                    segments.writer(event, track.rendition().id(), mp4.init(), mp4.timescale(), work.lease());
            AudioSegments.cut(mp4, track.segmentMs(), writer);
            return stated(event, run, List.of(writer.output()), List.of());
        } catch (GateViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (CmafViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }
}
