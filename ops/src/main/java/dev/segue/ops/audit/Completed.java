package dev.segue.ops.audit;

import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;

/**
 * A rendition that was said to be complete.
 *
 * @param bytes of all its segments with the init segment
 */
record Completed(StoredObject init, long timescale, long frames, int segments, long bytes, long start, long end) {
    static Completed of(RenditionComplete e) {
        Segment last = e.segments().getLast();
        long media = e.segments().stream().mapToLong(s -> s.object().bytes()).sum();
        return new Completed(
                e.init(),
                e.timescale(),
                e.frames(),
                e.segments().size(),
                e.init().bytes() + media,
                e.segments().getFirst().start(),
                last.start() + last.duration());
    }
}
