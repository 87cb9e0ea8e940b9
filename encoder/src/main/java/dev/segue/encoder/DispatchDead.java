package dev.segue.encoder;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes units out that became dead letters: they are not lost, and it is for people to put them back. */
final class DispatchDead implements Processor<String, String, Void, Void> {
    private @Nullable DispatchAtWork atWork;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        atWork = new DispatchAtWork(context.getStateStore(DispatchAtWork.STORE), context.currentSystemTimeMs());
    }

    /** A video, and the key that one of its units has on the queue. */
    @Override
    public void process(Record<String, String> dead) {
        if (atWork != null) {
            DispatchUnit.ofQueueKey(dead.value()).map(DispatchUnit::key).ifPresent(atWork::remove);
        }
    }
}
