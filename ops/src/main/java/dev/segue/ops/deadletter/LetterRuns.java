package dev.segue.ops.deadletter;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.deadletter.DeadLetters.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts letters back, or discards them, for whoever cannot wait: on a thread of its own, one run at a time. What a run did is known from the
 * audit, so it can be asked for after a restart and in any other process.
 */
public final class LetterRuns implements AutoCloseable {
    private final DeadLetters letters;
    private final Clock clock;
    private final Map<String, Started> started = new ConcurrentHashMap<>();
    private @Nullable Thread thread;

    /** @param letters what can be done with them */
    public LetterRuns(DeadLetters letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    /** What this process knows of a run that it began. */
    private static final class Started {
        private final String by;
        private final Instant at;
        private final LetterFilter filter;
        private volatile boolean ended;
        private volatile @Nullable String progress;
        private volatile @Nullable String stopped;

        private Started(String by, Instant at, LetterFilter filter) {
            this.by = by;
            this.at = at;
            this.filter = filter;
        }
    }

    private interface Work {
        /** Returns why it ended early, null when it did not. */
        @Nullable
        String run(String run, Started self) throws InterruptedException;
    }

    /** Begins to put letters back; empty while another run of this process is at work. */
    public Optional<String> replay(LetterFilter filter, Place place, ReplayOptions options) {
        return start(options.by(), filter, (run, self) -> letters.replay(
                        run, filter, place, options, text -> self.progress = text)
                .stopped());
    }

    /** Begins to discard letters; empty while another run of this process is at work. */
    public Optional<String> discard(LetterFilter filter, Place place, String by, String reason) {
        return start(by, filter, (run, self) -> {
            letters.discard(run, filter, place, by, reason);
            return null;
        });
    }

    private synchronized Optional<String> start(String by, LetterFilter filter, Work work) {
        if (thread != null && thread.isAlive()) {
            return Optional.empty();
        }
        String run = DeadLetters.newRun();
        Started self = new Started(by, clock.instant(), filter);
        started.clear(); // of earlier ones the audit tells
        started.put(run, self);
        thread = Thread.ofPlatform().daemon().name("letter-run").start(() -> {
            try {
                self.stopped = work.run(run, self);
            } catch (InterruptedException e) {
                self.stopped = "this process was stopped";
            } catch (RuntimeException e) {
                self.stopped = String.valueOf(e.getMessage());
            } finally {
                self.ended = true;
            }
        });
        return Optional.of(run);
    }

    /**
     * What is known of a run; empty when there is none of that name.
     *
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public Optional<LetterRun> find(String run) {
        Started self = started.get(run);
        boolean ended = self != null && self.ended;
        List<Action> actions = letters.actions(run);
        Map<String, Long> done = actions.stream()
                .filter(action -> action.letter() != null)
                .collect(Collectors.groupingBy(
                        action -> action.what().name().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.counting()));
        if (self != null) {
            LetterRun.State state = !ended
                    ? LetterRun.State.RUNNING
                    : self.stopped == null ? LetterRun.State.DONE : LetterRun.State.STOPPED;
            return Optional.of(new LetterRun(
                    run,
                    state,
                    self.by,
                    self.at,
                    self.filter.toString(),
                    done,
                    ended ? null : self.progress,
                    self.stopped));
        }
        return actions.stream().findFirst().map(first -> {
            Optional<Action> last = actions.stream()
                    .filter(action -> action.what() == Action.What.ENDED)
                    .findFirst();
            String note = last.map(Action::note).orElse("");
            int why = note.indexOf(Replay.STOPPED);
            return new LetterRun(
                    run,
                    last.isEmpty() ? LetterRun.State.OPEN : why < 0 ? LetterRun.State.DONE : LetterRun.State.STOPPED,
                    first.by(),
                    first.at(),
                    first.filter(),
                    done,
                    null,
                    why < 0 ? null : note.substring(why + Replay.STOPPED.length()));
        });
    }

    /** Stops a run at work after the letter that it is at; asked for again, it goes on there. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
