package dev.segue.encoder;

import dev.segue.contract.Event;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.media.ffmpeg.Ffmpeg;
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
    private final ObjectStore store;
    private final PictureUnit picture;
    private final EncodeSound sound;
    private final Clock clock;

    EncodeUnit(
            Ffmpeg ffmpeg,
            ObjectStore store,
            SegmentStore segments,
            Implementations implementations,
            Verify verify,
            Clock clock) {
        this.store = store;
        this.picture = new PictureUnit(ffmpeg, new PictureOutputs(ffmpeg, segments, verify), implementations);
        this.sound = new EncodeSound(ffmpeg, new SoundOutputs(ffmpeg, segments, verify));
        this.clock = clock;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        RemoteSource source = source(event, work);
        return switch (event.unit()) {
            case Unit.VideoChunk chunk -> {
                List<Event> facts = new ArrayList<>();
                JudgedUnit unit = picture.encode(event, chunk, source, work).unit();
                if (isSampled(chunk)) {
                    facts.add(new QualityRequested(
                            event.videoId(), event.generation(), event.source(), event.container(), chunk));
                }
                // Last: who hears it takes the unit for done.
                facts.add(encoded(event, unit));
                yield new Outcome.Emit(facts);
            }
            case Unit.AudioTrack track ->
                Outcome.emit(encoded(event, sound.encode(event, track, source.input(), work)));
        };
    }

    private static SegmentEncoded encoded(SegmentsReady event, JudgedUnit unit) {
        return new SegmentEncoded(
                event.videoId(),
                event.generation(),
                event.unit().track(),
                event.unit().index(),
                unit.cpu().toMillis(),
                unit.outputs(),
                unit.warnings());
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
}
