package dev.segue.standalone.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the control plane carries.
 *
 * @param units of each video
 * @param renditions of each video
 * @param slots units at work at a time, at most
 * @param splitting whether the splitter was at work, too
 */
public record ControlPlaneReport(
        Machine machine, int units, int renditions, int slots, boolean splitting, List<ControlPlaneStep> steps) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROW = "%9s %9s %8s %7s %7s %9s %9s %9s %9s %7s";

    public ControlPlaneReport {
        steps = List.copyOf(steps);
    }

    /** For people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "videos of %d units x %d renditions, %d slots, the splitter %s",
                units,
                renditions,
                slots,
                splitting ? "at work" : "left out");
        line(
                text,
                ROW,
                "offered/h",
                "reached/h",
                "units/s",
                "open",
                "drained",
                "p50 ms",
                "p99 ms",
                "JVM ms",
                "PG ms",
                "cores");
        for (ControlPlaneStep step : steps) {
            line(
                    text,
                    ROW,
                    step.perHour(),
                    Math.round(step.reachedPerHour()),
                    Math.round(unitsPerSecond(step)),
                    step.openAtEnd(),
                    step.drained() == null ? "no" : step.drained().toSeconds() + " s",
                    step.latencies().p50().toMillis(),
                    step.latencies().p99().toMillis(),
                    Math.round(step.jvmMsPerVideo()),
                    Math.round(step.postgresMsPerVideo()),
                    String.format(Locale.ROOT, "%.2f", cores(step)));
        }
        for (ControlPlaneStep step : steps) {
            line(text, "%d/h: %s; lag at the end %s", step.perHour(), verdict(step), step.lag());
        }
        return text.toString().stripTrailing();
    }

    private static String verdict(ControlPlaneStep step) {
        return step.carried()
                ? "carried"
                : "not carried, " + step.openHalfway() + " under way halfway, " + step.openAtEnd() + " at the end";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private double unitsPerSecond(ControlPlaneStep step) {
        return step.reachedPerHour() * units / 3_600;
    }

    /** Processors that were busy, from the first video until all was drained. */
    private static double cores(ControlPlaneStep step) {
        Duration drained = step.drained();
        Duration wall = drained == null ? step.window() : step.window().plus(drained);
        return (double) step.jvmCpu().plus(step.postgresCpu()).toNanos() / wall.toNanos();
    }

    /** For programs. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(machine));
        root.putObject("video").put("units", units).put("renditions", renditions);
        root.put("slots", slots).put("splitting", splitting);
        ArrayNode all = root.putArray("steps");
        for (ControlPlaneStep step : steps) {
            ObjectNode node = all.addObject()
                    .put("offeredPerHour", step.perHour())
                    .put("videos", step.videos())
                    .put("seconds", step.window().toSeconds())
                    .put("carried", step.carried())
                    .put("reachedPerHour", Math.round(step.reachedPerHour()))
                    .put("unitsPerSecond", Math.round(unitsPerSecond(step)))
                    .put("openHalfway", step.openHalfway())
                    .put("openAtEnd", step.openAtEnd());
            Duration drained = step.drained();
            if (drained != null) {
                node.put("drainedMs", drained.toMillis());
            }
            node.putObject("latencyMs")
                    .put("videos", step.latencies().count())
                    .put("p50", step.latencies().p50().toMillis())
                    .put("p99", step.latencies().p99().toMillis());
            node.putObject("cpuMsPerVideo")
                    .put("jvm", Math.round(step.jvmMsPerVideo()))
                    .put("postgres", Math.round(step.postgresMsPerVideo()));
            node.put("cores", Math.round(100 * cores(step)) / 100.0);
            ObjectNode lag = node.putObject("lagAtEnd");
            step.lag().forEach(lag::put);
        }
        return root.toPrettyString();
    }
}
