package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class DispatchCommitsTest {
    private final MockProcessorContext<String, byte[]> context = new MockProcessorContext<>(new Properties());
    private final DispatchCommits commits = new DispatchCommits(Duration.ofMillis(50));

    @Test
    void showsTheFirstUnitAtOnceAndThoseThatFollowTogether() {
        at(1_000);
        commits.owe();
        commits.settle(context);
        assertThat(committed()).isTrue();

        at(1_010);
        commits.owe();
        commits.settle(context);
        at(1_049);
        commits.owe();
        commits.settle(context);
        assertThat(committed()).isFalse();
        at(1_050);
        commits.settle(context);
        assertThat(committed()).isTrue();
    }

    @Test
    void commitsNothingWhenNothingWasReleased() {
        at(1_000);
        commits.settle(context);

        assertThat(committed()).isFalse();
    }

    @Test
    void aClockThatWasSetBackDelaysNothing() {
        at(600_000);
        commits.owe();
        commits.settle(context);
        assertThat(committed()).isTrue();

        at(1_000);
        commits.owe();
        commits.settle(context);

        assertThat(committed()).isTrue();
    }

    private void at(long now) {
        context.setCurrentSystemTimeMs(now);
    }

    private boolean committed() {
        boolean committed = context.committed();
        context.resetCommit();
        return committed;
    }
}
