package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceParentsTest {
    private final TraceParents traces = new TraceParents(new Random(1));

    @Test
    void carriesOnWhatCame() {
        String came = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(traces.carryOn(came)).isEqualTo(came);
    }

    @Test
    void beginsATraceWhereNoneOrNonsenseCame() {
        assertThat(traces.carryOn(null)).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(traces.carryOn("nonsense")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(traces.begin()).isNotEqualTo(traces.begin());
    }
}
