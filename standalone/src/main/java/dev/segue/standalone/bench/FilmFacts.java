package dev.segue.standalone.bench;

import dev.segue.contract.Event;
import dev.segue.contract.Job;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.UploadComplete;
import java.util.List;

/**
 * What the stages before the encoder said of one film, to be said again of others with the same source.
 *
 * @param units all that the splitter stated, in its order
 */
public record FilmFacts(UploadComplete upload, Scanned scanned, Probed probed, List<SegmentsReady> units) {
    /** Films belong to so many owners in turn, so that there is something to be shared out. */
    private static final int OWNERS = 20;

    public FilmFacts {
        units = List.copyOf(units);
    }

    /** Number of renditions. */
    public int renditions() {
        return units.getFirst().renditions().size();
    }

    /** The same film under another id. */
    FilmFacts as(String videoId, int number) {
        Job job =
                new Job("film " + number, upload.job().profile(), upload.job().priority(), "owner-" + number % OWNERS);
        return new FilmFacts(
                new UploadComplete(videoId, 1, job, upload.source()),
                new Scanned(videoId, 1, job, scanned.source(), scanned.container(), scanned.checks()),
                new Probed(videoId, 1, job, probed.source(), probed.media(), probed.plan(), probed.warnings()),
                units.stream()
                        .map(u -> new SegmentsReady(
                                videoId, 1, job, u.source(), u.container(), u.unit(), u.renditions(), u.leftOut()))
                        .toList());
    }

    /** What {@code stage} said, or nothing where it works itself. */
    List<? extends Event> of(String stage) {
        return switch (stage) {
            case "ingest" -> List.of(upload);
            case "scanner" -> List.of(scanned);
            case "prober" -> List.of(probed);
            case "splitter" -> units;
            default -> throw new IllegalArgumentException(stage + " is not before the encoder");
        };
    }
}
