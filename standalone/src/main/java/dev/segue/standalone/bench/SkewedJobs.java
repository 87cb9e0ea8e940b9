package dev.segue.standalone.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Jobs as encoders get them: most are short, every fifth takes seven times as long.
 *
 * @param durations in the order in which they are handed out
 */
record SkewedJobs(List<Duration> durations) {
    /** Its order is neither a lucky nor an unlucky one: {@link #handedOut} is in the middle of those of its neighbours. */
    private static final long SEED = 2;

    private static final int ONE_IN = 5;

    SkewedJobs {
        durations = List.copyOf(durations);
    }

    /** 120 of them keep 8 slots busy for 10.8 s when nothing is wasted. */
    static SkewedJobs of(int count) {
        Random random = new Random(SEED);
        List<Duration> durations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean large = random.nextInt(ONE_IN) == 0;
            durations.add(Duration.ofMillis(large ? 1500 + random.nextInt(1500) : 200 + random.nextInt(300)));
        }
        return new SkewedJobs(durations);
    }

    /** Nothing can be quicker: all slots busy to the end, or the longest job alone. */
    Duration ideal(int slots) {
        Duration longest = Collections.max(durations);
        Duration even = durations.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(slots);
        return even.compareTo(longest) > 0 ? even : longest;
    }

    /** What a perfect queue takes that does not know durations: each slot gets the next job the moment it is free. */
    Duration handedOut(int slots) {
        PriorityQueue<Duration> free = new PriorityQueue<>(Collections.nCopies(slots, Duration.ZERO));
        Duration end = Duration.ZERO;
        for (Duration job : durations) {
            Duration done = free.remove().plus(job);
            free.add(done);
            end = done.compareTo(end) > 0 ? done : end;
        }
        return end;
    }
}
