package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.Warning;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a unit has made, judged and stored.
 *
 * @param cpu processor time that it took so far
 */
public record JudgedUnit(List<SegmentEncoded.Output> outputs, List<Warning> warnings, Duration cpu) {
    public JudgedUnit {
        outputs = List.copyOf(outputs);
        warnings = List.copyOf(warnings);
    }

    /** With the processor time and the warnings of what went before. */
    JudgedUnit after(Duration before, List<Warning> earlier) {
        return new JudgedUnit(
                outputs, Stream.concat(earlier.stream(), warnings.stream()).toList(), before.plus(cpu));
    }
}
