package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.Warning;
import java.time.Duration;
import java.util.List;

/**
 * What a unit has made, judged and stored.
 *
 * @param cpu processor time that judging took
 */
record JudgedUnit(List<SegmentEncoded.Output> outputs, List<Warning> warnings, Duration cpu) {
    JudgedUnit {
        outputs = List.copyOf(outputs);
        warnings = List.copyOf(warnings);
    }
}
