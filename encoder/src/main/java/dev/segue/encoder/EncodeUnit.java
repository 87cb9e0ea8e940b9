package dev.segue.encoder;

import dev.segue.contract.Event;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Does one unit of work and says what came of it, after every output has been judged and stored. */
final class EncodeUnit implements StageHandler<SegmentsReady> {
    private final Ffmpeg ffmpeg;
    private final ObjectStore store;
    private final PictureOutputs pictures;
    private final SoundOutputs sounds;
    private final Clock clock;

    EncodeUnit(Ffmpeg ffmpeg, ObjectStore store, SegmentStore segments, Verify verify, Clock clock) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.pictures = new PictureOutputs(ffmpeg, segments, verify);
        this.sounds = new SoundOutputs(ffmpeg, segments, verify);
        this.clock = clock;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        List<String> command = command(event, source(event, work));
        FfmpegResult run = ffmpeg.run(command, work.scratch(), work.deadline());
        try {
            JudgedUnit judged =
                    switch (event.unit()) {
                        case Unit.VideoChunk chunk -> pictures.judgeAndStore(event, chunk, work);
                        case Unit.AudioTrack track -> sounds.judgeAndStore(event, track, work, run.log());
                    };
            List<Event> facts = new ArrayList<>();
            facts.add(new SegmentEncoded(
                    event.videoId(),
                    event.generation(),
                    event.unit().track(),
                    event.unit().index(),
                    run.cpu().plus(judged.cpu()).toMillis(),
                    judged.outputs(),
                    judged.warnings()));
            if (event.unit() instanceof Unit.VideoChunk chunk && isSampled(chunk)) {
                facts.add(new QualityRequested(
                        event.videoId(), event.generation(), event.source(), event.container(), chunk));
            }
            return new Outcome.Emit(facts);
        } catch (GateViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (CmafViolation e) {
            throw new RefusedOutput(e, run.run());
        } catch (MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }

    private static boolean isSampled(Unit.VideoChunk chunk) {
        QualityCheck check = chunk.quality();
        return check != null && check.units(chunk.unitsInTrack()).contains(chunk.index());
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
}
