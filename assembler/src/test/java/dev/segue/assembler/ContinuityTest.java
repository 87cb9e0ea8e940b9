package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.contract.Segment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContinuityTest {
    private static final RenditionKey KEY = new RenditionKey("v1", 1, "v720");

    @Test
    void takesSegmentsThatFollowEachOther() {
        List<Segment> segments = Continuity.check(
                KEY,
                1_000,
                List.of(
                        part(segment(0, 20, 100), segment(1, 120, 50)),
                        part(segment(2, 170, 1)),
                        part(segment(3, 171, 9))));

        assertThat(segments).extracting(Segment::number).containsExactly(0, 1, 2, 3);
    }

    @Test
    void findsGapsAndOverlapsOfASingleTick() {
        assertThat(violation(segment(0, 0, 100), segment(1, 101, 100)))
                .hasMessage("gap: v1/1/v720: segment 1 starts at 101 but segment 0 ends at 100");
        assertThat(violation(segment(0, 0, 100), segment(1, 99, 100)))
                .hasMessage("overlap: v1/1/v720: segment 1 starts at 99 but segment 0 ends at 100");
    }

    @Test
    void findsMissingAndDoubleNumbers() {
        assertThat(violation(segment(0, 0, 100), segment(2, 100, 100)))
                .hasMessage("segment-missing: v1/1/v720: expected segment 1 but found segment 2");
        assertThat(violation(segment(0, 0, 100), segment(0, 100, 100)))
                .hasMessage("segment-double: v1/1/v720: expected segment 1 but found segment 0");
        assertThat(violation(segment(1, 0, 100)))
                .hasMessage("segment-missing: v1/1/v720: expected segment 0 but found segment 1");
    }

    @Test
    void beginsWithTheFilm() {
        assertThat(violation(segment(0, -1, 100)))
                .hasMessage("start-before-zero: v1/1/v720: segment 0 starts at -1, before 0");
        assertThat(violation(segment(0, 1_001, 100)))
                .hasMessage("late-start: v1/1/v720: segment 0 starts at 1001, later than 1000");
        assertThat(Continuity.check(KEY, 1_000, List.of(part(segment(0, 1_000, 1)))))
                .hasSize(1);
    }

    private static Violation violation(Segment... segments) {
        List<Part> parts = Arrays.stream(segments).map(s -> part(s)).toList();
        return catchThrowableOfType(Violation.class, () -> Continuity.check(KEY, 1_000, parts));
    }

    private static Part part(Segment... segments) {
        return new Part(1, List.of(segments), List.of(), null);
    }

    private static Segment segment(int number, long start, long duration) {
        return Film.segment(number, start, duration);
    }
}
