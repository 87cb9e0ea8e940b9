package dev.segue.encoder;

import dev.segue.contract.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the videos that wait or are at work will be encoded: the order of release is gone through as it would be if nothing else came, each
 * unit for as long as units of its kind were at work lately. What other processes have waiting is not seen, nor do their slots count.
 */
final class DispatchForecasts {
    /** Of a longer queue, what stands behind is not foretold: going through it would hold the dispatcher up. */
    private static final int MOST_UNITS = 2_000;

    /** A new word is worth a record when the time left differs by this share, or by {@link #LEAST}. */
    private static final double CHANGE = 0.05;

    private static final Duration LEAST = Duration.ofSeconds(2);

    private final DispatchBudget budget;
    private final DispatchCosts costs;
    private final Map<Object, List<AtWork>> atWork = new HashMap<>();
    private final Map<Object, Map<String, Long>> stated = new HashMap<>();

    DispatchForecasts(DispatchBudget budget, DispatchCosts costs) {
        this.budget = budget;
        this.costs = costs;
    }

    /** @param unit its key in the stores */
    record AtWork(String unit, DispatchWork work, long since) {}

    /** What is known of one video. */
    private static final class Video {
        private double cpu;
        private double before;
        private double end;
    }

    synchronized void leave(Object task) {
        atWork.remove(task);
        stated.remove(task);
    }

    /** What is to be said anew of the videos of a task. */
    synchronized List<Forecast> of(Object task, List<AtWork> running, long now) {
        atWork.put(task, running);
        Map<String, Long> before = stated.getOrDefault(task, Map.of());
        Map<String, Long> after = new HashMap<>();
        List<Forecast> news = new ArrayList<>();
        videos(task, now).forEach((key, video) -> {
            long by = now + Math.round(video.end);
            Long said = before.get(key);
            double worth = Math.max(LEAST.toMillis(), CHANGE * video.end);
            if (said != null && Math.abs(by - said) <= worth) {
                after.put(key, said);
                return;
            }
            after.put(key, by);
            int slash = key.indexOf('/');
            news.add(new Forecast(
                    key.substring(0, slash),
                    Integer.parseInt(key.substring(slash + 1)),
                    Math.round(video.cpu),
                    Math.round(Math.max(0, video.before - video.cpu)),
                    Instant.ofEpochMilli(by)));
        });
        stated.put(task, after);
        return news;
    }

    private Map<String, Video> videos(Object task, long now) {
        Map<String, Video> ours = new HashMap<>();
        double slots = budget.share();
        double cpu = 0;
        double run = 0;
        for (Map.Entry<Object, List<AtWork>> owner : atWork.entrySet()) {
            for (AtWork unit : owner.getValue()) {
                double usual = costs.runMs(unit.work());
                // Somewhat more for one that should have ended by now: it may end any moment, and has not.
                double left = Math.max(usual / 10, usual - (now - unit.since()));
                double leftCpu = costs.cpuMs(unit.work()) * left / usual;
                run += left;
                cpu += leftCpu;
                if (owner.getKey().equals(task)) {
                    note(ours, unit.unit(), leftCpu, cpu, left);
                }
            }
        }
        for (DispatchOrder.Turn turn : budget.order().sequence(MOST_UNITS)) {
            DispatchWork work = turn.place().work();
            double each = costs.runMs(work);
            cpu += costs.cpuMs(work);
            // Begun when a slot is free, that is, when all before is shared out among the slots; then it takes its
            // time.
            double end = run / slots + each;
            run += each;
            if (turn.task().equals(task)) {
                note(ours, turn.place().unit(), costs.cpuMs(work), cpu, end);
            }
        }
        return ours;
    }

    private static void note(Map<String, Video> videos, String unit, double cpu, double before, double end) {
        int generation = unit.indexOf('/') + 1;
        Video video = videos.computeIfAbsent(unit.substring(0, unit.indexOf('/', generation)), key -> new Video());
        video.cpu += cpu;
        video.before = Math.max(video.before, before);
        video.end = Math.max(video.end, end);
    }
}
