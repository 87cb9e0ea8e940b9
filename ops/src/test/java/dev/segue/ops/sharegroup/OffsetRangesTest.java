package dev.segue.ops.sharegroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class OffsetRangesTest {
    private static final int MOST = 60;

    @RepeatedTest(200)
    void isTheSetOfWhatWasAdded(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        OffsetRanges ranges = new OffsetRanges();
        BitSet model = new BitSet();
        for (int i = 0; i < 30; i++) {
            int first = random.nextInt(MOST);
            if (random.nextInt(6) == 0) {
                ranges.dropBelow(first);
                model.clear(0, first);
            } else {
                int last = first + random.nextInt(6);
                ranges.add(first, last);
                model.set(first, last + 1);
            }
            for (int offset = 0; offset < MOST + 10; offset++) {
                assertThat(ranges.has(offset)).isEqualTo(model.get(offset));
            }
            int from = random.nextInt(MOST);
            int end = from + random.nextInt(20);
            assertThat(ranges.count(from, end)).isEqualTo(model.get(from, end).cardinality());
        }
    }
}
