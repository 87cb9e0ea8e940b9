package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What units of each kind cost, learnt from those that were finished; one for all tasks of a process. Medians, since a unit that met a busy
 * machine, or a tail of three frames, tells nothing about the others.
 */
final class DispatchCosts {
    static final String STORE = "costs";

    /** Enough for a p99, few enough to be sorted with each result. */
    private static final int REMEMBERED = 100;
    /** One result in so many is reason to write them all: a restart may forget the latest few. */
    private static final int WRITTEN = 10;
    /** Before so many have run to their end nobody knows what is long. */
    private static final int KNOWN = 20;
    /** The slowest of a hundred may well be beaten by another hundred. */
    private static final double FACTOR = 2;

    private static final Duration NEVER_BEFORE = Duration.ofSeconds(60);

    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * The latest units of a kind, the oldest first, in milliseconds for one of the amount.
     *
     * @param seen how many there were in all
     * @param cpu time of a processor
     * @param run from their release to their result
     */
    record Samples(long seen, List<Double> cpu, List<Double> run) {
        static final Samples NONE = new Samples(0, List.of(), List.of());

        Samples {
            cpu = List.copyOf(cpu);
            run = List.copyOf(run);
        }

        /** Not with each result: they are as long as all the rest that is written for a unit. */
        boolean isToBeWritten() {
            return seen <= WRITTEN || seen % WRITTEN == 0;
        }
    }

    /** Samples and what is asked of them all the time. */
    private record Kind(
            Samples samples,
            @Nullable Double cpu,
            @Nullable Double run,
            @Nullable Double slow) {
        static Kind of(Samples s) {
            double[] cpu = sorted(s.cpu());
            double[] run = sorted(s.run());
            return new Kind(s, quantile(cpu, 0.5), quantile(run, 0.5), run.length < KNOWN ? null : quantile(run, 0.99));
        }
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static @Nullable Double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? null : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** What a task's store remembers. */
    void restore(ReadOnlyKeyValueStore<String, Samples> store) {
        try (KeyValueIterator<String, Samples> all = store.all()) {
            all.forEachRemaining(kind -> restore(kind.key, kind.value));
        }
    }

    /** Of two memories of a kind the longer one counts. */
    synchronized void restore(String kind, Samples samples) {
        Kind known = kinds.get(kind);
        if (known == null || known.samples().seen() < samples.seen()) {
            kinds.put(kind, Kind.of(samples));
        }
    }

    /**
     * A unit was finished.
     *
     * @param cpuMs 0 where nobody measured it
     * @return what is to be remembered of its kind
     */
    synchronized Samples learn(DispatchWork work, long cpuMs, long runMs) {
        Kind known = kinds.get(work.kind());
        Samples before = known == null ? Samples.NONE : known.samples();
        Samples after = new Samples(
                before.seen() + 1,
                cpuMs > 0 ? latest(before.cpu(), cpuMs / work.amount()) : before.cpu(),
                latest(before.run(), Math.max(0, runMs) / work.amount()));
        kinds.put(work.kind(), Kind.of(after));
        return after;
    }

    private static List<Double> latest(List<Double> values, double more) {
        List<Double> all = new ArrayList<>(values);
        all.add(more);
        return all.size() > REMEMBERED ? all.subList(1, all.size()) : all;
    }

    /** Milliseconds of a processor that a unit is predicted to take, at least one. */
    synchronized double cpuMs(DispatchWork work) {
        Kind kind = kinds.get(work.kind());
        Double each = kind == null ? null : kind.cpu();
        return Math.max(1, work.amount() * (each == null ? work.guess() : each));
    }

    /** Milliseconds that a unit is predicted to be at work. */
    synchronized double runMs(DispatchWork work) {
        Kind kind = kinds.get(work.kind());
        Double each = kind == null ? null : kind.run();
        return each == null ? cpuMs(work) : Math.max(1, work.amount() * each);
    }

    /** How long a unit is at work before it is a straggler; empty while too few of its kind were seen. */
    synchronized Optional<Duration> tooLong(DispatchWork work) {
        Kind kind = kinds.get(work.kind());
        Double slow = kind == null ? null : kind.slow();
        if (slow == null) {
            return Optional.empty();
        }
        Duration limit = Duration.ofMillis(Math.round(work.amount() * slow * FACTOR));
        return Optional.of(limit.compareTo(NEVER_BEFORE) < 0 ? NEVER_BEFORE : limit);
    }
}
