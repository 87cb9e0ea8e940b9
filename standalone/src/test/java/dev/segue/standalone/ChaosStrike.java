package dev.segue.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One thing that goes wrong.
 *
 * @param pause from the strike before to this one
 * @param target a process, or what all stand on
 * @param lasts until it is put right again
 */
record ChaosStrike(Duration pause, Kind kind, String target, Duration lasts) {
    /** What goes wrong. */
    enum Kind {
        /** kill -9, and started again afterwards. */
        KILL(1_000, 5_000),
        /** SIGSTOP, longer than some locks last. */
        FREEZE(5_000, 40_000),
        /** Ended and started again with a clock that is minutes wrong, and stays so. */
        SKEW(1_000, 2_000),
        /** Ended and started again for a while on a disk without room for any unit. */
        DISK_FULL(8_000, 15_000),
        BROKER_KILL(1_000, 5_000),
        STORE_500(3_000, 15_000),
        STORE_HANGS_UP(3_000, 15_000),
        STORE_SLOW(5_000, 20_000),
        POSTGRES_STOP(5_000, 20_000);

        private final int least;
        private final int most;

        Kind(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    /** Everything once and every process killed, in an order, at times and for lengths that follow from the seed. */
    static List<ChaosStrike> all(Random random, List<String> encoders) {
        List<ChaosStrike> strikes = new ArrayList<>();
        for (String stage : Laptop.STAGES) {
            if (!stage.equals("encoder")) {
                strikes.add(of(random, Kind.KILL, stage));
            }
        }
        for (String encoder : encoders) {
            strikes.add(of(random, Kind.KILL, encoder));
            strikes.add(of(random, Kind.KILL, encoder));
        }
        strikes.add(of(random, Kind.FREEZE, any(random, encoders)));
        strikes.add(of(random, Kind.DISK_FULL, any(random, encoders)));
        strikes.add(of(random, Kind.SKEW, any(random, encoders)));
        strikes.add(
                of(random, Kind.SKEW, any(random, List.of("scanner", "prober", "splitter", "assembler", "publisher"))));
        for (Kind kind :
                List.of(Kind.BROKER_KILL, Kind.STORE_500, Kind.STORE_HANGS_UP, Kind.STORE_SLOW, Kind.POSTGRES_STOP)) {
            strikes.add(of(random, kind, "servers"));
        }
        Collections.shuffle(strikes, random);
        return strikes;
    }

    /** What the normal build has time for: two encoders and one other stage die, and the store hangs up. */
    static List<ChaosStrike> few(Random random, List<String> encoders) {
        String other = any(random, List.of("scanner", "prober", "splitter", "assembler", "publisher"));
        List<ChaosStrike> strikes = new ArrayList<>(List.of(
                brief(random, Kind.KILL, any(random, encoders)),
                brief(random, Kind.KILL, other),
                brief(random, Kind.STORE_HANGS_UP, "servers")));
        Collections.shuffle(strikes, random);
        return strikes;
    }

    boolean killsAnEncoder() {
        return kind == Kind.KILL && target.startsWith("encoder");
    }

    private static ChaosStrike of(Random random, Kind kind, String target) {
        return new ChaosStrike(
                Duration.ofMillis(random.nextInt(1_000, 8_000)),
                kind,
                target,
                Duration.ofMillis(random.nextInt(kind.least, kind.most)));
    }

    private static ChaosStrike brief(Random random, Kind kind, String target) {
        return new ChaosStrike(
                Duration.ofMillis(random.nextInt(200, 1_000)),
                kind,
                target,
                Duration.ofMillis(random.nextInt(1_500, 2_500)));
    }

    private static String any(Random random, List<String> targets) {
        return targets.get(random.nextInt(targets.size()));
    }

    @Override
    public String toString() {
        return kind + " " + target + " for " + lasts.toMillis() + " ms, " + pause.toMillis() + " ms later";
    }
}
