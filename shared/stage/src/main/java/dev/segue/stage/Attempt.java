package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * One attempt at an event: lends the handler what it needs, and writes what it has to say. Tells the circuits what went well.
 *
 * @param steady gives deadlines; must not jump
 */
record Attempt<E extends Event>(
        StageSpec<E> spec,
        KafkaEventPublisher publisher,
        Circuits circuits,
        DeadlineWatch deadlines,
        ScratchFolders scratch,
        StageMetrics metrics,
        Clock steady) {
    /** @param number from 1 */
    Outcome handle(E event, int number, Lease lease) throws Exception {
        metrics.attempted();
        long bytes = spec.handler().scratchBytes(event);
        try (ScratchFolders.Folder folder = scratch.make(bytes, spec.deadline())) {
            Work work = new Work(folder.path(), steady.instant().plus(spec.deadline()), number, lease);
            Outcome outcome =
                    deadlines.call(spec.deadline(), () -> spec.handler().handle(event, work));
            if (outcome instanceof Outcome.Emit(List<? extends Event> events) && !events.isEmpty()) {
                circuits.handled();
            } else {
                circuits.toldNothing();
            }
            return outcome;
        } catch (Exception e) {
            throw ScratchSpace.ranOut(e)
                    ? new TransientFailure(Dependency.DISK.code(), "the scratch disk ran full", e)
                    : e;
        }
    }

    /**
     * Returns when what the outcome says is written; only then may the record be accepted.
     *
     * @param how headers that tell how it was come to
     */
    JobEnd state(E event, Outcome outcome, String traceparent, Map<String, String> how)
            throws TransientFailure, InterruptedException {
        return switch (outcome) {
            case Outcome.Emit(List<? extends Event> events) -> {
                publish(events, traceparent, how);
                yield JobEnd.EMITTED;
            }
            case Outcome.Reject reject -> {
                Rejected rejected = new Rejected(
                        event.videoId(),
                        event.generation(),
                        spec.name(),
                        reject.code(),
                        reject.sentence(),
                        reject.facts());
                publish(List.of(rejected), traceparent, how);
                metrics.rejected(reject.code());
                yield JobEnd.REJECTED;
            }
        };
    }

    private void publish(List<? extends Event> events, String traceparent, Map<String, String> how)
            throws TransientFailure, InterruptedException {
        // One kind after the other: when the last kind is heard, which says that the work is done, all others are
        // written.
        for (int from = 0, to; from < events.size(); from = to) {
            to = from + 1;
            while (to < events.size() && EventType.of(events.get(to)) == EventType.of(events.get(from))) {
                to++;
            }
            publisher.publish(spec.name(), events.subList(from, to), traceparent, how);
            circuits.stated();
        }
    }
}
