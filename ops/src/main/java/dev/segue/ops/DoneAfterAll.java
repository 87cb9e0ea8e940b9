package dev.segue.ops;

import dev.segue.contract.Cancel;
import dev.segue.contract.EventType;
import dev.segue.contract.Forecast;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Probed;
import dev.segue.contract.Published;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.Rejected;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.UploadComplete;
import java.util.List;

/** Whether the work that a dead letter stands for was done after all, by what else is known of its video. */
final class DoneAfterAll {
    /** Reads {@code segments-ready} too, and counts: what it missed, the encoder's work does not make good. */
    private static final String ASSEMBLER = "assembler";

    private final VideoProgress video;

    private DoneAfterAll(VideoProgress video) {
        this.video = video;
    }

    static boolean in(VideoProgress video, EventRecord.DeadLetter letter) {
        return new DoneAfterAll(video).overcome(letter);
    }

    private boolean overcome(EventRecord.DeadLetter letter) {
        return switch (letter.event()) {
            case null -> false;
            case UploadComplete e -> hasPassed(EventType.UPLOAD_COMPLETE);
            case Scanned e -> hasPassed(EventType.SCANNED);
            case Probed e -> hasPassed(EventType.PROBED);
            case SegmentsReady e ->
                isDone(e.unit())
                        && (!letter.stage().equals(ASSEMBLER)
                                || isComplete(e.unit().renditionIds()));
            case SegmentEncoded e ->
                isComplete(e.outputs().stream()
                        .map(SegmentEncoded.Output::rendition)
                        .toList());
            case QualityRequested e -> isComplete(e.chunk().renditionIds());
            case QualityMeasured e ->
                isComplete(e.samples().stream()
                        .map(QualityMeasured.Sample::rendition)
                        .toList());
            case RenditionComplete e -> false;
            case Published e -> false;
            case Rejected e -> false;
            case Cancel e -> true; // stands for no work
            case Prioritize e -> true;
            case Forecast e -> true;
        };
    }

    private boolean isDone(Unit unit) {
        TrackProgress track = video.tracks().get(unit.track());
        return track != null && track.isDone(unit.index());
    }

    private boolean isComplete(List<String> ids) {
        return ids.stream().allMatch(id -> {
            RenditionProgress rendition = video.renditions().get(id);
            return rendition != null && rendition.complete();
        });
    }

    private boolean hasPassed(EventType type) {
        EventType reached = video.reached();
        return reached != null && reached.ordinal() > type.ordinal();
    }
}
