package dev.segue.ops.deadletter;

import dev.segue.ops.TopicScan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was done about letters; one of which nothing is noted is open. */
public final class SettledLetters {
    private final Map<LetterId, Action> actions = new HashMap<>();

    private SettledLetters() {}

    /** All that the audit knows of. */
    public static SettledLetters read(TopicScan scan) {
        SettledLetters settled = new SettledLetters();
        scan.all(List.of(ActionLog.TOPIC), record -> {
            byte[] value = record.value();
            Action action = value == null ? null : ActionLog.read(value);
            if (action != null && action.letter() != null && action.what().settles()) {
                settled.actions.put(action.letter(), action);
            }
        });
        return settled;
    }

    /** What closed a letter, empty while it is open. */
    Optional<Action> by(LetterId letter) {
        return Optional.ofNullable(actions.get(letter));
    }

    /** Whether its record was put back to the topic it came from, be it out of the quarantine. */
    public boolean isPutBack(LetterId letter) {
        Action action = actions.get(letter);
        if (action != null && action.what() == Action.What.QUARANTINED && action.target() != null) {
            action = actions.get(LetterId.of(action.target()));
        }
        return action != null && action.what() == Action.What.REPLAYED;
    }
}
