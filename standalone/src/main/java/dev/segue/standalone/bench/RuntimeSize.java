package dev.segue.standalone.bench;

import java.time.Duration;

/**
 * How much {@link RuntimeBench} measures.
 *
 * @param warmUp jobs before anything is measured
 * @param throughput jobs that do nothing, produced at once
 * @param idle single jobs on an idle stage
 * @param loaded how long jobs come evenly
 * @param skewed jobs of very different length
 */
public record RuntimeSize(int warmUp, int throughput, int idle, Duration loaded, int skewed) {
    /** About a minute. */
    public static final RuntimeSize FULL = new RuntimeSize(500, 4000, 200, Duration.ofSeconds(5), 120);

    /** Some seconds, to see that it works; its figures mean nothing. */
    public static final RuntimeSize QUICK = new RuntimeSize(20, 100, 5, Duration.ofMillis(200), 8);
}
