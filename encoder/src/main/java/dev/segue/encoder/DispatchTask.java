package dev.segue.encoder;

import dev.segue.contract.Forecast;
import dev.segue.contract.Prioritize;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What one task of the dispatcher holds, which exists only between its init and its close. */
record DispatchTask(
        ProcessorContext<String, byte[]> context,
        DispatchPending pending,
        DispatchAtWork atWork,
        DispatchWithdrawn withdrawn,
        DispatchPriorities priorities,
        KeyValueStore<String, DispatchCosts.Samples> costs) {
    /** A unit waits, for the first time or again. */
    void await(String unit, DispatchEntry entry) {
        pending.add(unit, priorities.applied(entry));
    }

    void prioritize(Prioritize command) {
        priorities.add(command, context.currentSystemTimeMs());
        pending.replaceAll(command.videoId(), command.generation(), priorities::applied);
    }

    void forgetOld(long now) {
        withdrawn.forgetOld(now);
        priorities.forgetOld(now);
        pending.forgetIdle();
    }

    /** The trace of a video that waits or is at work. */
    @Nullable
    String traceparent(Forecast of) {
        return pending.any(of.videoId(), of.generation())
                .or(() -> atWork.any(of.videoId(), of.generation()))
                .map(DispatchEntry::traceparent)
                .orElse(null);
    }
}
