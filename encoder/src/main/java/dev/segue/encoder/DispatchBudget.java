package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many units may be at work now, shared by all tasks of the dispatcher in this process: as many as there are slots, and none in
 * advance. What lies in the encode queue can no longer be overtaken, so a unit is released when a slot is free for it.
 *
 * <p>The tasks count what they released and what came back of it, which is known some milliseconds after a slot is free. What they
 * cannot know, the lag of the encoders' share group tells at each look: units that others released, and units of ours that are lost.
 * A lag counts offsets, and the marker at the end of a transaction takes one, too, until a free slot reads past it; so one offset more
 * than we know of says nothing. Two looks in a row must show others' units, and all looks of {@link #LOST} that ours are missing: what
 * is on its way is counted by us already and by the broker in a moment.
 *
 * <p>A process grants itself the share of the room that its tasks have of all partitions, rounded up.
 */
final class DispatchBudget {
    /** A look older than this tells nothing any more. */
    static final Duration STALE = Duration.ofSeconds(5);

    /** How long units of ours must be missing from the queue before their slots are given to others. */
    static final Duration LOST = Duration.ofSeconds(3);

    /** With nothing waiting and nothing queued, the broker is asked this seldom. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final int partitions;
    private final DispatchOrder order;
    private final LongSupplier nanos;
    private final Map<Object, Integer> atWork = new HashMap<>();
    /** What each task is to release as soon as it is asked; counted as at work. */
    private final Map<Object, Deque<DispatchOrder.Turn>> granted = new HashMap<>();

    private final Deque<Missing> missing = new ArrayDeque<>();
    private int slots;
    private boolean encoders = true;
    private @Nullable Look look;
    /** How many of ours may be at work. */
    private long cap;

    /** @param unknown units in the queue that none of ours released */
    private record Look(long backlog, long unknown, long at) {}

    private record Missing(long units, long at) {}

    /**
     * A budget.
     *
     * @param slots units that the encoders work on at a time, as far as is known before {@link #encoders} tells
     * @param partitions of the dispatcher's input topic, over all processes
     * @param order which unit is next
     * @param nanos as {@link System#nanoTime}
     */
    DispatchBudget(int slots, int partitions, DispatchOrder order, LongSupplier nanos) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1 but is " + slots);
        }
        this.slots = slots;
        this.partitions = partitions;
        this.order = order;
        this.nanos = nanos;
    }

    DispatchOrder order() {
        return order;
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

    /** How many units can be at work at a time, over all processes; of those, this process's share. */
    synchronized double share() {
        return Math.max(1, (double) slots * atWork.size() / partitions);
    }

    /**
     * A task begins.
     *
     * @param taken how many slots are at work on its units
     */
    synchronized void join(Object task, int taken) {
        atWork.put(task, taken);
    }

    synchronized void leave(Object task) {
        atWork.remove(task);
        granted.remove(task);
        order.leave(task);
    }

    /** A unit of a task came back from its slots, or is not waited for any longer. */
    synchronized void returned(Object task, int freed) {
        atWork.computeIfPresent(task, (t, units) -> Math.max(0, units - freed));
    }

    /** Whether there is a slot for a unit that is at work already; if so, it must be released. */
    synchronized boolean takeAgain(Object task) {
        boolean room = hasRoom();
        if (room) {
            atWork.merge(task, 1, Integer::sum);
        }
        return room;
    }

    private boolean hasRoom() {
        return look != null && nanos.getAsLong() - look.at() <= STALE.toNanos() && ours() < cap;
    }

    /**
     * What {@code task} may release now; if anything, it must. Null when there is no room, or nothing of this task in it. A slot whose
     * turn is another task's is granted to that one, which takes it when it is asked: only a task itself can release what is its own,
     * and a turn a tick would leave slots idle.
     */
    synchronized DispatchOrder.@Nullable Turn take(Object task) {
        DispatchOrder.Turn turn = granted(task);
        while (turn == null && hasRoom()) {
            DispatchOrder.Turn next = order.next();
            if (next == null) {
                return null;
            }
            order.released(next);
            atWork.merge(next.task(), 1, Integer::sum);
            if (next.task().equals(task)) {
                turn = next;
            } else {
                granted.computeIfAbsent(next.task(), t -> new ArrayDeque<>()).add(next);
            }
        }
        return turn;
    }

    /** What was granted, unless a unit of another priority has come meanwhile that is due earlier: then the slot is free again. */
    private DispatchOrder.@Nullable Turn granted(Object task) {
        Deque<DispatchOrder.Turn> turns = granted.get(task);
        DispatchOrder.Turn turn = turns == null ? null : turns.poll();
        if (turn == null) {
            return null;
        }
        DispatchOrder.Turn next = order.next();
        DispatchPlace place = turn.place();
        if (next == null
                || next.place().priority() == place.priority()
                || next.place().due() >= place.due()) {
            return turn;
        }
        order.add(task, place);
        returned(task, 1);
        return null;
    }

    private long ours() {
        return atWork.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Tells the lag of the encoders' share group.
     *
     * @param askedAt nanoseconds of the moment before asking
     */
    synchronized void observe(long lag, long askedAt) {
        long ours = ours();
        // What is granted is not in the queue yet.
        long sent = ours - granted.values().stream().mapToInt(Deque::size).sum();
        long unknown = Math.max(0, lag - sent - 1);
        long others = look == null ? unknown : Math.min(unknown, look.unknown());
        long room = slots - others - ours + lost(Math.max(0, sent - lag), askedAt);
        cap = ours + (room > 0 ? Math.ceilDiv(room * atWork.size(), partitions) : room);
        if (atWork.size() < partitions) {
            // What another process has filled it refills by itself, urgent or not. Each may have its share all the
            // same;
            // the other then sees units that are not its own, and shrinks.
            cap = Math.max(cap, (long) slots * atWork.size() / partitions);
        }
        look = new Look(lag, unknown, askedAt);
    }

    private long lost(long units, long at) {
        missing.addLast(new Missing(units, at));
        Missing oldest = missing.removeFirst();
        while (!missing.isEmpty() && missing.getFirst().at() <= at - LOST.toNanos()) {
            oldest = missing.removeFirst();
        }
        missing.addFirst(oldest);
        return oldest.at() > at - LOST.toNanos()
                ? 0
                : missing.stream().mapToLong(Missing::units).min().orElse(0);
    }

    /** Whether it is time to ask the broker again. */
    synchronized boolean wantsLook() {
        if (atWork.isEmpty()) {
            return false;
        }
        boolean idle = look != null && look.backlog() <= 0 && ours() == 0 && order.isEmpty();
        return !idle || look == null || nanos.getAsLong() - look.at() >= IDLE.toNanos();
    }
}
