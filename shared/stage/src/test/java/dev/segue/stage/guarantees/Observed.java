package dev.segue.stage.guarantees;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be seen of a run when it is over.
 *
 * @param tasks what was to be done
 * @param journal what the workers noted
 * @param stated what they stated
 * @param letters what lies in the dead-letter topic
 * @param stored results in the store by unit
 * @param leftovers files in folders for work in progress
 * @param unsettled records that the group has not settled
 */
public record Observed(
        List<Task> tasks,
        List<Entry> journal,
        List<Stated> stated,
        List<Letter> letters,
        Map<String, String> stored,
        List<Path> leftovers,
        long unsettled) {
    public Observed {
        journal =
                journal.stream().sorted(Comparator.comparingLong(Entry::nanos)).toList();
    }

    /** An event about a unit: what it says of the result. */
    public record Stated(String unit, String result) {}

    /**
     * A dead letter.
     *
     * @param intact whether its value is, byte for byte, what was given to the workers
     */
    public record Letter(String unit, String code, int attempts, int deliveries, boolean intact) {}

    /** Each run's entries in their order, the runs in the order in which they began. */
    public Map<String, List<Entry>> runs(String unit) {
        Map<String, List<Entry>> runs = new LinkedHashMap<>();
        for (Entry entry : journal) {
            if (entry.unit().equals(unit)) {
                runs.computeIfAbsent(entry.runId(), id -> new ArrayList<>()).add(entry);
            }
        }
        return runs;
    }

    List<Stated> stated(String unit) {
        return stated.stream().filter(s -> s.unit().equals(unit)).toList();
    }

    List<Letter> letters(String unit) {
        return letters.stream().filter(l -> l.unit().equals(unit)).toList();
    }
}
