package dev.segue.ops.retry;

import dev.segue.contract.Cancel;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import dev.segue.ops.retry.RetryRefusedException.Reason;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Commands about the newest run of a video. */
public final class RunCommands {
    private final HistoryReader histories;
    private final EventPublisher publisher;
    private final Clock clock;

    RunCommands(HistoryReader histories, EventPublisher publisher, Clock clock) {
        this.histories = histories;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Changes how urgent the newest run is.
     *
     * @param source through what: {@code cli} or {@code api}
     * @throws RetryRefusedException when there is no such video, or nothing of it is under way
     * @throws TransientFailure {@code kafka-unavailable}: the command may not have been written
     */
    public Prioritize prioritize(String videoId, Priority priority, String source)
            throws TransientFailure, InterruptedException {
        VideoHistory history = histories.read(videoId, false);
        if (history.newest() == 0) {
            throw new RetryRefusedException(Reason.UNKNOWN, "there is no video " + videoId);
        }
        if (!history.running()) {
            throw new RetryRefusedException(
                    Reason.RUNNING,
                    "run " + history.newest() + " of " + videoId + " has ended, so it cannot become "
                            + priority.name().toLowerCase(Locale.ROOT)
                            + "; a new run takes a priority of its own (retry)");
        }
        Prioritize command = new Prioritize(videoId, history.newest(), priority, clock.instant());
        publisher.publish(source, List.of(command), history.traceparent());
        return command;
    }

    /**
     * Cancels the newest run and all before it. A video that no topic names yet is taken for one whose first run is just beginning.
     *
     * @param reason why, for people
     * @throws TransientFailure {@code kafka-unavailable}: the command may not have been written
     */
    public Cancel cancel(String videoId, String reason, String source) throws TransientFailure, InterruptedException {
        VideoHistory history = histories.read(videoId, false);
        Cancel command = new Cancel(videoId, Math.max(1, history.newest()), reason);
        publisher.publish(source, List.of(command), history.traceparent());
        return command;
    }
}
