package dev.segue.encoder;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * When encoders see what was released: with the commit of the transaction, which is one for all tasks of a thread. The first units are
 * seen at once; those that follow closely are seen together, since a transaction costs the broker as much for one unit as for twenty.
 */
final class DispatchCommits {
    private final Duration apart;
    /** Milliseconds since 1970. */
    private long last;

    private boolean owed;

    /** @param apart two commits; {@link #settle} is to be called as often */
    DispatchCommits(Duration apart) {
        this.apart = apart;
    }

    /** Something was released; to be followed by {@link #settle} when nothing more is. */
    void owe() {
        owed = true;
    }

    /** Commits what is owed, unless the last commit is too recent. */
    void settle(ProcessorContext<?, ?> context) {
        long now = context.currentSystemTimeMs();
        // A clock that was set back delays nothing.
        if (owed && Math.abs(now - last) >= apart.toMillis()) {
            context.commit();
            owed = false;
            last = now;
        }
    }
}
