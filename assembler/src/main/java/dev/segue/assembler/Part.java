package dev.segue.assembler;

import dev.segue.contract.Loudness;
import dev.segue.contract.Segment;
import dev.segue.contract.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one unit contributes to a rendition.
 *
 * @param frames pictures, or audio frames, in all its segments together
 * @param warnings what is odd about the unit
 * @param loudness of a sound track whose loudness was measured
 */
record Part(
        long frames,
        List<Segment> segments,
        List<Warning> warnings,
        @Nullable Loudness loudness) {
    Part {
        segments = List.copyOf(segments);
        warnings = List.copyOf(warnings);
    }
}
