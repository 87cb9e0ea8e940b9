package dev.segue.encoder;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes units out that became dead letters: they are not lost, and it is for people to put them back. */
final class DispatchDead implements Processor<String, String, Void, Void> {
    private final DispatchBudget budget;
    private @Nullable ProcessorContext<Void, Void> context;

    DispatchDead(DispatchBudget budget) {
        this.budget = budget;
    }

    @Override
    public void init(ProcessorContext<Void, Void> initialised) {
        context = initialised;
    }

    /** A video, and the key that one of its units has on the queue. */
    @Override
    public void process(Record<String, String> dead) {
        ProcessorContext<Void, Void> task = context;
        if (task == null) {
            return;
        }
        DispatchAtWork atWork =
                new DispatchAtWork(task.getStateStore(DispatchAtWork.STORE), task.currentSystemTimeMs());
        DispatchUnit.ofQueueKey(dead.value())
                .map(unit -> atWork.remove(unit.key()))
                .ifPresent(removed -> budget.returned(task.taskId(), removed.slots()));
    }
}
