package dev.segue.stage;

import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One stage's {@link Circuit} for each {@link Dependency}. */
final class Circuits {
    private final Map<Dependency, Circuit> circuits = new EnumMap<>(Dependency.class);

    /** @param threshold failures in a row after which a dependency is taken for dead */
    Circuits(String stage, int threshold, CircuitSettings settings, RandomGenerator random, Clock clock) {
        BackOff pauses = new BackOff(settings.firstPause(), settings.longestPause(), random);
        for (Dependency dependency : Dependency.values()) {
            circuits.put(dependency, new Circuit(stage, dependency, threshold, pauses, clock));
        }
    }

    Circuit of(Dependency dependency) {
        Circuit circuit = circuits.get(dependency);
        if (circuit == null) {
            throw new IllegalStateException("no circuit for " + dependency);
        }
        return circuit;
    }

    /** Notes a failed attempt; whether its job is to wait, and the attempt not to count. */
    boolean failed(Failure failure, String job) {
        if (failure.dependency().isEmpty()) {
            toldNothing();
        }
        return failure.dependency()
                .map(d -> of(d).failed(job, failure.message()))
                .orElse(false);
    }

    /** A handler has done its work and has something to state: it has used all that its stage needs. */
    void handled() {
        each(d -> d != Dependency.KAFKA, Circuit::answered);
    }

    /** A handler ended in another way, for which it may not have needed everything. */
    void toldNothing() {
        each(d -> d != Dependency.KAFKA, Circuit::unclear);
    }

    /** Kafka took a result. */
    void stated() {
        of(Dependency.KAFKA).answered();
    }

    /**
     * Returns when a job may try.
     *
     * @param until in terms of {@link System#nanoTime}
     * @return what it still waits for when that time came first
     */
    Optional<Dependency> await(String job, long until) throws InterruptedException {
        for (Map.Entry<Dependency, Circuit> one : circuits.entrySet()) {
            if (!one.getValue().await(job, until)) {
                return Optional.of(one.getKey());
            }
        }
        return Optional.empty();
    }

    /** The job is no longer here. */
    void left(String job) {
        circuits.values().forEach(c -> c.left(job));
    }

    /** Whether no job is to be begun. */
    boolean pause() {
        return circuits.values().stream().anyMatch(Circuit::pauses);
    }

    boolean blamedOnlyBy(Dependency dependency, String job) {
        return of(dependency).blamedOnlyBy(job);
    }

    /** What is dead, in words for people; absent when nothing is. */
    Optional<String> trouble() {
        String all =
                circuits.values().stream().flatMap(c -> c.trouble().stream()).collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private void each(Predicate<Dependency> wanted, Consumer<Circuit> action) {
        Arrays.stream(Dependency.values()).filter(wanted).forEach(d -> action.accept(of(d)));
    }
}
