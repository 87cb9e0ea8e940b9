package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many units may be released now, shared by all tasks of the dispatcher in this process.
 *
 * <p>The broker counts offsets, and each transaction ends with a marker that takes one, too. Markers among units that are running
 * are settled with them, but among waiting units they count: of a lag of 6 with 2 slots, 4 may be units. So the lag is turned into
 * units by what was released last, see {@link #units}.
 *
 * <p>Each look at the encode queue's backlog grants what is missing to the target. Units released too short a time before the look
 * to be surely in its backlog are counted on top: counted twice for a moment they are, at worst, released a little late; counted
 * never they would flood the queue. No count outlives {@link #SETTLE}, so nothing can hold the dispatcher up for good.
 *
 * <p>A task may take only when no other task of this process has something more urgent waiting. Between processes there is no
 * such order: each grants itself the share of the room that its tasks have of all partitions, rounded up.
 */
final class DispatchBudget {
    /** From releasing a unit until the broker counts it: the transaction's commit, with room for a slow one. */
    static final Duration SETTLE = Duration.ofMillis(500);

    /** A look older than this tells nothing any more. */
    static final Duration STALE = Duration.ofSeconds(5);

    /** A task that has not reported its most urgent unit for so long does not stand in the way of others. */
    static final Duration SILENT = Duration.ofSeconds(2);

    /** With nothing waiting and nothing queued, the broker is asked this seldom. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Sizes of transactions that are remembered; more can hardly wait. */
    private static final int REMEMBERED = 64;

    /** Units of a burst are committed in one transaction, since Streams commits after a round of records. */
    private static final Duration TOGETHER = Duration.ofMillis(20);

    private int slots;
    private boolean encoders = true;
    private final int partitions;
    private final LongSupplier nanos;
    private final Map<Object, Waiting> tasks = new HashMap<>();
    private final Deque<Long> releases = new ArrayDeque<>();
    private final Deque<Integer> transactions = new ArrayDeque<>();
    private @Nullable Look look;
    private long granted;
    private long committedAt;

    private record Waiting(@Nullable DispatchPlace first, long at) {}

    private record Look(long backlog, long at) {}

    /**
     * A budget.
     *
     * @param slots units that the encoders work on at a time, as far as is known before {@link #encoders} tells
     * @param partitions of the dispatcher's input topic, over all processes
     */
    DispatchBudget(int slots, int partitions) {
        this(slots, partitions, System::nanoTime);
    }

    DispatchBudget(int slots, int partitions, LongSupplier nanos) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1 but is " + slots);
        }
        this.slots = slots;
        this.partitions = partitions;
        this.nanos = nanos;
    }

    /** Running units and a few that wait, so that a slot that becomes free need not wait for the dispatcher. */
    static int target(int slots) {
        return (slots * 5 + 3) / 4 + 1;
    }

    /** Tells how many slots all encoders together have in their share group now. With none, the last number stays. */
    synchronized void encoders(int members) {
        encoders = members > 0;
        slots = encoders ? members : slots;
    }

    /** Whether anybody encodes, as far as is known. */
    synchronized boolean hasEncoders() {
        return encoders;
    }

    /** A task begins; it must report or leave. */
    synchronized void join(Object task) {
        tasks.put(task, new Waiting(null, nanos.getAsLong()));
    }

    synchronized void leave(Object task) {
        tasks.remove(task);
    }

    /** A task reports its most urgent waiting unit, null for none. */
    synchronized void report(Object task, @Nullable DispatchPlace first) {
        tasks.put(task, new Waiting(first, nanos.getAsLong()));
    }

    /** Whether {@code task} may release {@code place} now; if so, it must. */
    synchronized boolean take(Object task, DispatchPlace place) {
        long now = nanos.getAsLong();
        if (granted < 1 || look == null || now - look.at() > STALE.toNanos() || overtaken(task, place, now)) {
            return false;
        }
        granted--;
        releases.addLast(now);
        return true;
    }

    private boolean overtaken(Object task, DispatchPlace place, long now) {
        return tasks.entrySet().stream().anyMatch(other -> {
            DispatchPlace first = other.getValue().first();
            return other.getKey() != task
                    && first != null
                    && first.compareTo(place) < 0
                    && now - other.getValue().at() <= SILENT.toNanos();
        });
    }

    /** A task asks for a commit of what it took. */
    synchronized void commit(int units) {
        long now = nanos.getAsLong();
        boolean together = !transactions.isEmpty() && now - committedAt < TOGETHER.toNanos();
        transactions.addFirst(together ? transactions.removeFirst() + units : units);
        committedAt = now;
        if (transactions.size() > REMEMBERED) {
            transactions.removeLast();
        }
    }

    /**
     * Tells the lag of the encoders' share group.
     *
     * @param askedAt nanoseconds of the moment before asking
     */
    synchronized void observe(long lag, long askedAt) {
        long backlog = units(lag);
        look = new Look(backlog, askedAt);
        while (!releases.isEmpty() && releases.getFirst() < askedAt - SETTLE.toNanos()) {
            releases.removeFirst();
        }
        long room = Math.max(0, target(slots) - backlog - releases.size());
        granted = Math.ceilDiv(room * tasks.size(), partitions);
    }

    /**
     * How many of {@code lag} offsets are units: all slots are taken to be busy, and what is behind them lies in the log as it was
     * released, a marker at the end of each transaction. What is not remembered is taken for units, which errs to the side of
     * releasing late.
     */
    private long units(long lag) {
        long behind = lag - slots;
        long units = Math.min(lag, slots);
        for (int size : transactions) {
            if (behind <= 1) {
                // Nothing, or the last marker alone.
                return units;
            }
            long waiting = Math.min(size, behind - 1);
            units += waiting;
            behind -= waiting + 1;
        }
        return units + Math.max(0, behind);
    }

    /** Whether it is time to ask the broker again. */
    synchronized boolean wantsLook() {
        if (tasks.isEmpty()) {
            return false;
        }
        boolean idle = look != null
                && look.backlog() <= 0
                && releases.isEmpty()
                && tasks.values().stream().allMatch(waiting -> waiting.first() == null);
        return !idle || look == null || nanos.getAsLong() - look.at() >= IDLE.toNanos();
    }
}
