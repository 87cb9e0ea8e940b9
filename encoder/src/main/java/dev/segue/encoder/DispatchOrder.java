package dev.segue.encoder;

import dev.segue.contract.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which unit is next, over all tasks of this process.
 *
 * <p>The unit that is due first decides which priority has its turn. Among the owners who have units of that priority waiting, the turn is
 * shared by self-clocked fair queueing (Golestani 1994): each owner has a virtual time that moves on by the predicted cost of what is
 * released of theirs, and the one whose unit would end first is next. However much somebody queues, and however early, all get the
 * same share of the processors; an owner who had nothing waiting begins at the present virtual time and has no credit for the
 * past. As each release moves the virtual time on, nobody waits for ever, whoever else comes.
 *
 * <p>Fairness moves units among those of one priority alone: no unit overtakes one of another priority that is due before it.
 */
final class DispatchOrder {
    private static final Comparator<Turn> FIRST =
            Comparator.comparingDouble(Turn::virtualTime).thenComparing(Turn::place);

    private final DispatchCosts costs;
    private final Map<Priority, Shares> priorities = new EnumMap<>(Priority.class);

    /** @param costs what units are predicted to cost */
    DispatchOrder(DispatchCosts costs) {
        this.costs = costs;
    }

    /**
     * A unit that is next.
     *
     * @param task whose it is
     * @param virtualTime the time of its priority, and of its owner, once it is released
     */
    record Turn(Object task, DispatchPlace place, double virtualTime) {}

    /** The owners who share a priority. */
    private static final class Shares {
        private double virtualTime;
        private final Map<String, Owner> owners = new HashMap<>();
        /** What a store said of owners, until their units are added. */
        private final Map<String, Double> remembered = new HashMap<>();
    }

    /** What one owner has waiting, and the virtual time at which the last released one ended. */
    private static final class Owner {
        private double virtualTime;
        private final TreeMap<DispatchPlace, Object> units = new TreeMap<>();
    }

    /** Virtual times as a task's store has them from before a restart; to be followed by {@link #add} for each unit. */
    synchronized void restore(Priority priority, @Nullable String owner, double virtualTime) {
        Shares shares = shares(priority);
        if (owner == null) {
            shares.virtualTime = Math.max(shares.virtualTime, virtualTime);
        } else {
            shares.remembered.merge(owner, virtualTime, Math::max);
        }
    }

    /** All units of a task are added; of owners without any nothing is remembered. */
    synchronized void restored() {
        priorities.values().forEach(shares -> shares.remembered.clear());
    }

    /** A unit waits. Returns at which virtual time its owner begins, when nothing of theirs waited before; null otherwise. */
    synchronized @Nullable Double add(Object task, DispatchPlace place) {
        Shares shares = shares(place.priority());
        Owner owner = shares.owners.get(place.owner());
        if (owner != null) {
            owner.units.put(place, task);
            return null;
        }
        owner = new Owner();
        owner.virtualTime = Objects.requireNonNullElse(shares.remembered.remove(place.owner()), shares.virtualTime);
        owner.units.put(place, task);
        shares.owners.put(place.owner(), owner);
        return owner.virtualTime;
    }

    /** A unit waits no longer. */
    synchronized void remove(DispatchPlace place) {
        Shares shares = shares(place.priority());
        Owner owner = shares.owners.get(place.owner());
        if (owner != null && owner.units.remove(place) != null && owner.units.isEmpty()) {
            shares.owners.remove(place.owner());
        }
    }

    /** A task is gone, and another process goes on with its units. */
    synchronized void leave(Object task) {
        for (Shares shares : priorities.values()) {
            shares.owners.values().forEach(owner -> owner.units.values().removeIf(task::equals));
            shares.owners.values().removeIf(owner -> owner.units.isEmpty());
        }
    }

    /** What is to be released next, null when nothing waits. */
    synchronized @Nullable Turn next() {
        DispatchPlace first = null;
        long otherDue = Long.MAX_VALUE;
        for (Shares shares : priorities.values()) {
            DispatchPlace earliest = earliest(shares);
            if (first == null || (earliest != null && earliest.compareTo(first) < 0)) {
                otherDue = first == null ? otherDue : Math.min(otherDue, first.due());
                first = earliest;
            } else if (earliest != null) {
                otherDue = Math.min(otherDue, earliest.due());
            }
        }
        return first == null ? null : fairest(shares(first.priority()), otherDue);
    }

    private static @Nullable DispatchPlace earliest(Shares shares) {
        return shares.owners.values().stream()
                .map(owner -> owner.units.firstKey())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** @param until units that are due later stand behind those of another priority */
    private @Nullable Turn fairest(Shares shares, long until) {
        Turn best = null;
        for (Owner owner : shares.owners.values()) {
            Map.Entry<DispatchPlace, Object> head = owner.units.firstEntry();
            if (head.getKey().due() <= until) {
                // Not below the present time: who had to stand behind another priority has no credit for that either.
                double end =
                        Math.max(owner.virtualTime + costs.cpuMs(head.getKey().work()), shares.virtualTime);
                Turn turn = new Turn(head.getValue(), head.getKey(), end);
                best = best == null || FIRST.compare(turn, best) < 0 ? turn : best;
            }
        }
        return best;
    }

    /** What {@link #next} said is released. */
    synchronized void released(Turn turn) {
        Shares shares = shares(turn.place().priority());
        shares.virtualTime = turn.virtualTime();
        Owner owner = shares.owners.get(turn.place().owner());
        if (owner != null) {
            owner.virtualTime = turn.virtualTime();
        }
        remove(turn.place());
    }

    /** What would be released one after the other if nothing else came, at most so many. */
    List<Turn> sequence(int most) {
        DispatchOrder copy = copy();
        List<Turn> turns = new ArrayList<>();
        Turn turn = copy.next();
        while (turn != null && turns.size() < most) {
            turns.add(turn);
            copy.released(turn);
            turn = copy.next();
        }
        return turns;
    }

    private synchronized DispatchOrder copy() {
        DispatchOrder copy = new DispatchOrder(costs);
        priorities.forEach((priority, shares) -> {
            Shares copied = copy.shares(priority);
            copied.virtualTime = shares.virtualTime;
            shares.owners.forEach((name, owner) -> {
                Owner same = new Owner();
                same.virtualTime = owner.virtualTime;
                same.units.putAll(owner.units);
                copied.owners.put(name, same);
            });
        });
        return copy;
    }

    synchronized boolean isEmpty() {
        return priorities.values().stream().allMatch(shares -> shares.owners.isEmpty());
    }

    /** Tells of each waiting unit and the milliseconds of a processor that it is predicted to take. */
    synchronized void forEach(BiConsumer<DispatchPlace, Double> listener) {
        for (Shares shares : priorities.values()) {
            for (Owner owner : shares.owners.values()) {
                owner.units.keySet().forEach(place -> listener.accept(place, costs.cpuMs(place.work())));
            }
        }
    }

    private Shares shares(Priority priority) {
        return priorities.computeIfAbsent(priority, p -> new Shares());
    }
}
