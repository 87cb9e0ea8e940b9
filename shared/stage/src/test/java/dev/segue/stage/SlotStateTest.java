package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class SlotStateTest {
    private final Map<String, Object> values =
            new HashMap<>(Map.of("fetch-total", 1.0, "last-heartbeat-seconds-ago", 2.0));
    private final SlotState state = new SlotState();

    @Test
    void isReadyOnceItPolledAndAFetchWasAnsweredAndAHeartbeatWasSentLately() {
        state.opened(new Consumer());
        assertThat(state.ready()).isFalse();

        state.polled();

        assertThat(state.ready()).isTrue();
        assertThat(state.trouble()).isNull();
    }

    @Test
    void isNotReadyWithoutAnAssignment() {
        values.put("fetch-total", 0.0);
        state.opened(new Consumer());
        state.polled();

        assertThat(state.ready()).isFalse();
    }

    @Test
    void isNotReadyWhenTheGroupHasNotHeardOfItForThreeHeartbeats() {
        state.opened(new Consumer());
        state.polled();
        values.put("last-heartbeat-seconds-ago", 15.0);
        assertThat(state.ready()).isFalse();

        values.put("last-heartbeat-seconds-ago", -1.0);
        assertThat(state.ready()).as("never sent one").isFalse();
    }

    @Test
    void isNotReadyWhereTheClientDoesNotTell() {
        values.clear();
        state.opened(new Consumer());
        state.polled();

        assertThat(state.ready()).isFalse();
    }

    @Test
    void saysWhyItsConsumerIsGoneUntilTheNextOnePolls() {
        state.opened(new Consumer());
        state.polled();

        state.closed("no broker");

        assertThat(state.ready()).isFalse();
        assertThat(state.trouble()).isEqualTo("no broker");
        state.opened(new Consumer());
        state.polled();
        assertThat(state.trouble()).isNull();
        assertThat(state.ready()).isTrue();
    }

    private final class Consumer extends MockShareConsumer<byte[], byte[]> {
        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            Map<MetricName, Metric> metrics = new HashMap<>();
            for (String name : values.keySet()) {
                MetricName full = new MetricName(name, "consumer-share", "", Map.of());
                metrics.put(full, new Metric() {
                    @Override
                    public MetricName metricName() {
                        return full;
                    }

                    @Override
                    public Object metricValue() {
                        return values.getOrDefault(name, -1.0);
                    }
                });
            }
            return metrics;
        }
    }
}
