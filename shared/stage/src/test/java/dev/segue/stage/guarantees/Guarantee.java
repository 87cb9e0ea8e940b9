package dev.segue.stage.guarantees;

import java.time.Duration;
import java.util.List;

/** A promise that holds however the work was disturbed. */
public interface Guarantee {
    /** Each place where it was broken, in words. */
    List<String> violations(Observed run);

    /** In words. */
    String name();

    /**
     * All of them.
     *
     * @param blind how long a worker may not know that its record was given away, see {@link NeverTwoAtATime}
     */
    static List<Guarantee> all(Duration blind) {
        return List.of(
                new NothingLost(),
                new EffectOnce(),
                new NeverTwoAtATime(blind),
                new PoisonIsolated(),
                new AttemptsCounted(),
                new ScratchClean());
    }
}
