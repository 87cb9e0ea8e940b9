package dev.segue.ops.deadletter;

import dev.segue.ops.deadletter.DeadLetters.Place;
import java.time.Duration;

/**
 * How letters are put back.
 *
 * @param by who asks for it
 * @param limit how many at most
 * @param perSecond how many a second at most, 0 for as many as possible
 * @param canary so many are put back first, and the rest only if the stage took all of them; 0 for no such trial
 * @param patience how long the outcome of the trial is awaited
 * @param mostLag while the group is further behind than this on the topic that letters go to, nothing is sent
 * @param quarantineAfter letters that were put back so often go to the quarantine instead
 */
public record ReplayOptions(
        String by, int limit, int perSecond, int canary, Duration patience, long mostLag, int quarantineAfter) {
    private static final int QUARANTINE_AFTER = 3;
    /** Few: what is put back to the encoders' queue is ahead of all that the dispatcher still holds. */
    public static final long MOST_LAG = 20;

    public static final Duration PATIENCE = Duration.ofMinutes(10);

    public ReplayOptions {
        require(!by.isBlank(), "who asks for it must be named");
        require(limit >= 1, "limit must be at least 1");
        require(perSecond >= 0, "rate must not be negative");
        require(canary >= 0, "canary must not be negative");
        require(patience.isPositive(), "patience must be positive");
        require(mostLag >= 0, "most lag must not be negative");
        require(quarantineAfter >= 1, "quarantine after must be at least 1");
    }

    /** The usual; what lies in the quarantine for coming back too often is put back all the same when it is named there. */
    public static int quarantineAfter(Place place) {
        return place == Place.QUARANTINE ? Integer.MAX_VALUE : QUARANTINE_AFTER;
    }

    /** Everything as fast as the stage can take it, without a trial. */
    public static ReplayOptions of(String by) {
        return new ReplayOptions(by, Integer.MAX_VALUE, 0, 0, PATIENCE, MOST_LAG, QUARANTINE_AFTER);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
