package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Event;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Events in every order, some twice, of up to three runs of which some are cancelled, some never whole: after each event the
 * assembly must have said exactly what a naive model says it should. The number of an interleaving is its seed, so a failure can
 * be run again. {@code -Dinterleavings=1000000} runs more of them.
 */
final class InterleavingsTest {
    private static final int INTERLEAVINGS = Integer.getInteger("interleavings", 200_000);
    private static final int RUNS = 3;
    private static final int MOST_CHUNKS = 3;

    /** What happens next: a unit is announced, encoded or measured, or the run is cancelled. */
    record Step(int generation, What what, int track, int unit, List<Input> inputs) {
        enum What {
            ANNOUNCE,
            ENCODE,
            MEASURE,
            CANCEL
        }
    }

    private final Map<Integer, List<Step>> films = new HashMap<>();
    private final Map<String, RenditionComplete> whole = new HashMap<>();
    private final Set<Dropped> seen = EnumSet.noneOf(Dropped.class);
    private long completions;

    @Test
    void everyInterleavingSaysWhatTheModelSaysAndWhenItSaysIt() {
        for (int chunks = 1; chunks <= MOST_CHUNKS; chunks++) {
            for (int generation = 1; generation <= RUNS; generation++) {
                film(generation, chunks);
            }
        }

        for (int seed = 0; seed < INTERLEAVINGS; seed++) {
            run(seed);
        }

        assertThat(seen).containsExactlyInAnyOrder(Dropped.values());
        assertThat(completions).isGreaterThan(INTERLEAVINGS);
    }

    private void film(int generation, int chunks) {
        Film film = new Film("v1", generation, chunks, CountingModel.SAMPLES);
        List<Step> steps = new ArrayList<>();
        Assembly inOrder = new Assembly(new MapLedger(), 2_000_000);
        for (Event plain : film.events()) {
            // All of the film is black, which each unit tells of its part of it.
            Event event = plain instanceof SegmentEncoded e && e.track().equals(Film.TRACK)
                    ? film.odd(e.unit(), black(e.unit(), e.unit() + 1).warning())
                    : plain;
            List<Input> inputs = inputs(event);
            inOrder.take(inputs)
                    .completions()
                    .forEach(c -> whole.put(
                            chunks + "/" + generation + "/" + c.rendition().id(), c));
            switch (event) {
                case SegmentsReady e ->
                    steps.add(new Step(
                            generation,
                            Step.What.ANNOUNCE,
                            e.unit().track().equals(Film.TRACK) ? 0 : 1,
                            e.unit().index(),
                            inputs));
                case SegmentEncoded e ->
                    steps.add(new Step(
                            generation, Step.What.ENCODE, e.track().equals(Film.TRACK) ? 0 : 1, e.unit(), inputs));
                case QualityMeasured e -> steps.add(new Step(generation, Step.What.MEASURE, 0, e.unit(), inputs));
                default -> throw new IllegalStateException("not an event of a film: " + event);
            }
        }
        assertThat(whole.get(chunks + "/" + generation + "/v720").warnings())
                .contains(black(0, chunks).warning());
        films.put(chunks * 10 + generation, steps);
    }

    private static Stretch black(int fromUnit, int toUnit) {
        return new Stretch(Stretch.Kind.BLACK, fromUnit * 16_000_000L, toUnit * 16_000_000L);
    }

    private void run(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int chunks = 1 + random.nextInt(MOST_CHUNKS);
        List<Step> steps = steps(random, chunks);
        MapLedger ledger = new MapLedger();
        Assembly assembly = new Assembly(ledger, 2_000_000);
        CountingModel model = new CountingModel(chunks);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            CountingModel.Expected expected = model.take(step);
            if (step.what() == Step.What.CANCEL) {
                assembly.cancel("v1", step.generation());
                continue;
            }
            Assembly.Taken taken = assembly.take(step.inputs());
            if (step.what() != Step.What.ANNOUNCE && taken.dropped() != expected.dropped()) {
                throw new AssertionError("seed " + seed + ", step " + i + ": dropped as " + taken.dropped()
                        + " but expected " + expected.dropped() + " in " + steps);
            }
            if (taken.dropped() != null) {
                seen.add(taken.dropped());
            }
            List<RenditionComplete> said = expected.renditions().stream()
                    .map(id -> whole.get(chunks + "/" + step.generation() + "/" + id))
                    .toList();
            if (!taken.completions().equals(said)) {
                throw new AssertionError("seed " + seed + ", step " + i + ": said " + taken.completions()
                        + " but expected " + said + " in " + steps);
            }
            completions += said.size();
        }
        comesTooLate(seed, random, steps, ledger, assembly, model.ended());
    }

    /** Time passes, and results come that nobody remembers any more: nothing is said, and in the end nothing is kept. */
    private static void comesTooLate(
            int seed, SplittableRandom random, List<Step> steps, MapLedger ledger, Assembly assembly, boolean ended) {
        if (!ended) {
            return;
        }
        Runs runs = new Runs(ledger);
        forget(runs);
        for (Step step : steps) {
            if (step.what() == Step.What.ENCODE && random.nextBoolean()) {
                assertThat(assembly.take(step.inputs()).completions())
                        .as("seed %d, %s after its run was forgotten", seed, step)
                        .isEmpty();
            }
        }
        forget(runs);
        if (!ledger.isEmpty()) {
            throw new AssertionError("seed " + seed + ": " + ledger.runs + " " + ledger.states + " are kept for ever");
        }
    }

    private static void forget(Runs runs) {
        for (int generation = 1; generation <= RUNS; generation++) {
            runs.forget("v1", generation);
            runs.forgetUnannounced("v1", generation);
        }
    }

    private List<Step> steps(SplittableRandom random, int chunks) {
        List<Step> steps = new ArrayList<>();
        int generations = 1 + random.nextInt(RUNS);
        for (int generation = 1; generation <= generations; generation++) {
            steps.addAll(films.get(chunks * 10 + generation));
        }
        if (random.nextInt(8) == 0) {
            steps.remove(random.nextInt(steps.size()));
        }
        for (int twice = random.nextInt(8); twice > 0; twice--) {
            steps.add(steps.get(random.nextInt(steps.size())));
        }
        if (random.nextInt(4) == 0) {
            int cancelled = 1 + random.nextInt(generations);
            steps.add(new Step(cancelled, Step.What.CANCEL, 0, 0, List.of()));
        }
        Step[] order = steps.toArray(Step[]::new);
        // Now and then nearly in order, as on a quiet system, so that older runs come to their end, too.
        int swaps = random.nextInt(4) == 0 ? random.nextInt(4) : order.length - 1;
        for (int i = 0; i < swaps; i++) {
            int at = swaps == order.length - 1 ? order.length - 1 - i : random.nextInt(order.length);
            int other = random.nextInt(at + 1);
            Step step = order[at];
            order[at] = order[other];
            order[other] = step;
        }
        return Arrays.asList(order);
    }

    private static List<Input> inputs(Event event) {
        return switch (event) {
            case SegmentsReady e -> Input.of(e);
            case SegmentEncoded e -> Input.of(e);
            case QualityMeasured e -> Input.of(e);
            default -> throw new IllegalArgumentException("not an event of a film: " + event);
        };
    }
}
