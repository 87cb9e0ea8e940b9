package dev.segue.assembler;

import dev.segue.contract.Loudness;
import dev.segue.contract.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one unit contributes to a rendition.
 *
 * @param frames pictures, or audio frames, in all its segments together
 * @param loudness of a whole sound track, which is one unit
 */
record Part(long frames, List<Segment> segments, @Nullable Loudness loudness) {
    Part {
        segments = List.copyOf(segments);
    }
}
