package dev.segue.encoder;

import dev.segue.stage.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all tasks of the dispatcher in this process share, which one thread runs.
 *
 * @param reissueAfter time from its release after which a unit is issued again that was neither encoded nor put aside as a dead letter
 */
record DispatchDesk(
        DispatchBudget budget,
        DispatchCosts costs,
        DispatchForecasts forecasts,
        DispatchCommits commits,
        Duration reissueAfter,
        DispatchMetrics metrics,
        Tracing tracing) {
    /**
     * A desk where nothing waits.
     *
     * @param slots units that the encoders work on at a time, until their group says how many there are
     * @param nanos as {@link System#nanoTime}
     */
    static DispatchDesk of(
            int slots,
            int partitions,
            Duration reissueAfter,
            MeterRegistry registry,
            Tracing tracing,
            LongSupplier nanos) {
        DispatchCosts costs = new DispatchCosts();
        DispatchBudget budget = new DispatchBudget(slots, partitions, new DispatchOrder(costs), nanos);
        return new DispatchDesk(
                budget,
                costs,
                new DispatchForecasts(budget, costs),
                new DispatchCommits(DispatchProcessor.INTERVAL),
                reissueAfter,
                new DispatchMetrics(registry),
                tracing);
    }
}
