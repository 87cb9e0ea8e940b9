package dev.segue.ops.timeline;

import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.Forecast;
import dev.segue.contract.Published;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the timeline knows of a video: its progress, and when it moved last. The progress does not depend on the order of records
 * that lie on different topics; the times depend on it as little as the order itself does.
 *
 * @param progressedAt when a stage last stated something about it
 * @param endedAt when it ended, absent while it has not
 * @param dueAt when it will count as stuck unless something happens; absent once it has ended
 * @param stuckSince absent while it moves
 * @param died whether this run has had a dead letter
 * @param publishedGeneration the newest run that was published, absent while none was
 */
record VideoState(
        VideoProgress progress,
        Instant progressedAt,
        @Nullable Instant endedAt,
        @Nullable Instant dueAt,
        @Nullable Instant stuckSince,
        boolean died,
        @Nullable Integer publishedGeneration) {
    /** The word for an end that is a dead letter. */
    static final String DEAD = "dead";

    /** The word for published after a dead letter. */
    static final String HELPED = "helped";

    /** What is known when one more record is heard, the first one included. */
    static VideoState with(@Nullable VideoState known, EventRecord record, Expectation expectation) {
        VideoProgress progress =
                known == null ? VideoProgress.of(record) : known.progress().with(record);
        if (known != null && progress.generation() == known.progress().generation()) {
            return progress == known.progress()
                    ? known.publishedBefore(record) // of an older run
                    : known.moved(progress, record, expectation);
        }
        Integer published = known == null ? null : known.publishedGeneration();
        return new VideoState(progress, record.at(), null, null, null, false, published)
                .moved(progress, record, expectation);
    }

    private VideoState publishedBefore(EventRecord record) {
        return new VideoState(
                progress, progressedAt, endedAt, dueAt, stuckSince, died, newest(publishedGeneration, record));
    }

    private VideoState moved(VideoProgress next, EventRecord record, Expectation expectation) {
        boolean isDead = died || record instanceof EventRecord.DeadLetter;
        Integer published = newest(publishedGeneration, record);
        if (next.outcome().ended()) {
            Instant end = endedAt == null ? record.at() : endedAt;
            return new VideoState(next, progressedAt, end, null, null, isDead, published);
        }
        boolean moves = moves(record);
        Instant since = moves && record.at().isAfter(progressedAt) ? record.at() : progressedAt;
        Optional<Instant> due = expectation.due(this, next, since, record);
        Instant dueNow = due.orElse(dueAt);
        // Moved on, or found to wait its turn.
        boolean free = moves || (dueNow != null && dueNow.isAfter(record.at()));
        return new VideoState(next, since, null, dueNow, free ? null : stuckSince, isDead, published);
    }

    /** What is handed out again, what is only foretold and what people ask for is no progress. */
    private static boolean moves(EventRecord record) {
        return record instanceof EventRecord.Stated(String topic, Event event, Instant at)
                && !(event instanceof Forecast)
                && !topic.equals(Projected.ENCODE_QUEUE)
                && !topic.equals(EventType.CANCEL.topic());
    }

    private static @Nullable Integer newest(@Nullable Integer before, EventRecord record) {
        return record instanceof EventRecord.Stated(String topic, Published event, Instant at)
                ? Integer.valueOf(before == null ? event.generation() : Math.max(before, event.generation()))
                : before;
    }

    /** The word for where it is, as the HTTP API and the schema have it. */
    String state() {
        return switch (progress.outcome()) {
            case VideoOutcome.Running r -> stuckSince == null ? "running" : "stuck";
            case VideoOutcome.Playable p -> "published";
            case VideoOutcome.Refused r -> "rejected";
            case VideoOutcome.Cancelled c -> "cancelled";
            case VideoOutcome.Failed f -> "failed";
        };
    }

    /** How it ended as it is counted; empty while it has not. Published only after a dead letter is not published without help. */
    Optional<String> ending() {
        return switch (progress.outcome()) {
            case VideoOutcome.Running r -> Optional.empty();
            case VideoOutcome.Playable p -> Optional.of(died ? HELPED : "published");
            case VideoOutcome.Refused r -> Optional.of("rejected");
            case VideoOutcome.Cancelled c -> Optional.of("cancelled");
            case VideoOutcome.Failed f -> Optional.of(DEAD);
        };
    }
}
