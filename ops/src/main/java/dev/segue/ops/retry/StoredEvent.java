package dev.segue.ops.retry;

import dev.segue.contract.Event;
import dev.segue.contract.Job;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import org.jspecify.annotations.Nullable;

/**
 * An event with which a run began or could begin.
 *
 * @param traceparent the trace it belongs to
 */
record StoredEvent(Event event, @Nullable String traceparent) {
    /** Where the film lies that it speaks of. */
    Source source() {
        return switch (event) {
            case UploadComplete e -> e.source();
            case Scanned e -> e.source();
            case Probed e -> e.source();
            case SegmentsReady e -> e.source();
            default -> throw new IllegalStateException("no run begins with " + event);
        };
    }

    Job job() {
        return switch (event) {
            case UploadComplete e -> e.job();
            case Scanned e -> e.job();
            case Probed e -> e.job();
            case SegmentsReady e -> e.job();
            default -> throw new IllegalStateException("no run begins with " + event);
        };
    }

    /** The same fact about another run. */
    Event as(int generation, Job job) {
        return switch (event) {
            case UploadComplete e -> new UploadComplete(e.videoId(), generation, job, e.source());
            case Scanned e -> new Scanned(e.videoId(), generation, job, e.source(), e.container(), e.checks());
            case Probed e -> new Probed(e.videoId(), generation, job, e.source(), e.media(), e.plan(), e.warnings());
            case SegmentsReady e ->
                new SegmentsReady(
                        e.videoId(), generation, job, e.source(), e.container(), e.unit(), e.renditions(), e.leftOut());
            default -> throw new IllegalStateException("no run begins with " + event);
        };
    }
}
