package dev.segue.standalone.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/**
 * How the runtime does.
 *
 * @param slots of the stage, and consumers of the classic groups
 * @param jobsPerSecond jobs that do nothing, through one stage
 * @param idle of single jobs on an idle stage
 * @param loaded of jobs that come evenly at {@code loadPerSecond}
 */
public record RuntimeReport(
        int slots, double jobsPerSecond, Latencies idle, double loadPerSecond, Latencies loaded, Makespan makespan) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The time from before the first of the skewed jobs is produced until the last one is done.
     *
     * @param ideal no scheduler can be quicker
     * @param perfectQueue what a queue takes that loses no time but does not know how long jobs are
     * @param segue as stages run
     * @param classic of a classic group with as many partitions as topics.yaml gives to topics that are read in order
     * @param classicPartitionASlot of a classic group with a partition for each consumer
     */
    public record Makespan(
            int jobs,
            Duration ideal,
            Duration perfectQueue,
            Duration segue,
            Duration classic,
            Duration classicPartitionASlot) {
        double toIdeal() {
            return ratio(segue, ideal);
        }

        double toClassic() {
            return ratio(segue, classic);
        }

        double toClassicPartitionASlot() {
            return ratio(segue, classicPartitionASlot);
        }

        private static double ratio(Duration a, Duration b) {
            return Math.round(1000.0 * a.toNanos() / b.toNanos()) / 1000.0;
        }
    }

    /** For people. */
    public String table() {
        Makespan m = makespan;
        return String.join(
                System.lineSeparator(),
                line("jobs through one stage", "%.0f a second, %d slots", jobsPerSecond, slots),
                line("delivery, idle", "p50 %.1f ms, p99 %.1f ms", millis(idle.p50()), millis(idle.p99())),
                line(
                        "delivery, " + Math.round(loadPerSecond) + " jobs a second",
                        "p50 %.1f ms, p99 %.1f ms",
                        millis(loaded.p50()),
                        millis(loaded.p99())),
                line("makespan of " + m.jobs() + " skewed jobs", "%.2f s", seconds(m.segue())),
                line("  ideal", "%.2f s, ratio %.3f", seconds(m.ideal()), m.toIdeal()),
                line("  perfect queue", "%.2f s", seconds(m.perfectQueue())),
                line(
                        "  classic group, " + RuntimeBench.CLASSIC_PARTITIONS + " partitions",
                        "%.2f s, ratio %.3f",
                        seconds(m.classic()),
                        m.toClassic()),
                line(
                        "  classic group, " + slots + " partitions",
                        "%.2f s, ratio %.3f",
                        seconds(m.classicPartitionASlot()),
                        m.toClassicPartitionASlot()));
    }

    /** For programs. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("slots", slots).put("jobsPerSecond", Math.round(jobsPerSecond));
        put(root.putObject("latencyMs").putObject("idle"), idle);
        ObjectNode underLoad = ((ObjectNode) root.path("latencyMs")).putObject("loaded");
        put(underLoad.put("jobsPerSecond", Math.round(loadPerSecond)), loaded);
        root.putObject("makespanMs")
                .put("jobs", makespan.jobs())
                .put("ideal", makespan.ideal().toMillis())
                .put("perfectQueue", makespan.perfectQueue().toMillis())
                .put("segue", makespan.segue().toMillis())
                .put("classic", makespan.classic().toMillis())
                .put("classicPartitionASlot", makespan.classicPartitionASlot().toMillis());
        root.putObject("ratios")
                .putObject("makespan")
                .put("ideal", makespan.toIdeal())
                .put("classic", makespan.toClassic())
                .put("classicPartitionASlot", makespan.toClassicPartitionASlot());
        return root.toPrettyString();
    }

    private static void put(ObjectNode node, Latencies latencies) {
        node.put("jobs", latencies.count()).put("p50", millis(latencies.p50())).put("p99", millis(latencies.p99()));
    }

    private static String line(String what, String format, Object... values) {
        return String.format(Locale.ROOT, "%-34s ", what) + String.format(Locale.ROOT, format, values);
    }

    private static double millis(Duration d) {
        return Math.round(d.toNanos() / 1e5) / 10.0;
    }

    private static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }
}
