package dev.segue.encoder;

import dev.segue.contract.Event;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import java.util.ArrayList;
import java.util.List;

/** Has one unit of work done and says what came of it, after every output has been judged and stored. */
final class EncodeUnit implements StageHandler<SegmentsReady> {
    private final UnitEncoder encoder;

    EncodeUnit(UnitEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        JudgedUnit unit = encoder.encode(event, work);
        List<Event> facts = new ArrayList<>();
        if (event.unit() instanceof Unit.VideoChunk chunk && isSampled(chunk)) {
            facts.add(new QualityRequested(
                    event.videoId(), event.generation(), event.source(), event.container(), chunk));
        }
        // Last: who hears it takes the unit for done.
        facts.add(new SegmentEncoded(
                event.videoId(),
                event.generation(),
                event.unit().track(),
                event.unit().index(),
                unit.cpu().toMillis(),
                unit.outputs(),
                unit.warnings()));
        return new Outcome.Emit(facts);
    }

    private static boolean isSampled(Unit.VideoChunk chunk) {
        QualityCheck check = chunk.quality();
        return check != null && check.units(chunk.unitsInTrack()).contains(chunk.index());
    }

    @Override
    public long scratchBytes(SegmentsReady event) {
        return ScratchNeed.bytes(event.unit());
    }
}
