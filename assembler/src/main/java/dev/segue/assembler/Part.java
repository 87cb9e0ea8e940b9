package dev.segue.assembler;

import dev.segue.contract.Segment;
import java.util.List;

/**
 * What one unit contributes to a rendition.
 *
 * @param frames pictures, or audio frames, in all its segments together
 */
record Part(long frames, List<Segment> segments) {
    Part {
        segments = List.copyOf(segments);
    }
}
