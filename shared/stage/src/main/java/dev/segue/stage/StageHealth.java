package dev.segue.stage;

import java.util.List;
import java.util.function.Supplier;

/** How the parts of this process are doing, for whoever answers probes. */
public final class StageHealth {
    private final Supplier<List<StagePart>> parts;

    public StageHealth(Supplier<List<StagePart>> parts) {
        this.parts = parts;
    }

    /**
     * One part's state.
     *
     * @param name as in {@code topics.yaml}
     * @param status a few words for people
     */
    public record Part(String name, boolean ready, String status) {}

    /** Every part as it is now. */
    public List<Part> parts() {
        return parts.get().stream()
                .map(p -> new Part(p.name(), p.ready(), p.status()))
                .toList();
    }

    /** Whether all of them take work. */
    public boolean ready() {
        return parts.get().stream().allMatch(StagePart::ready);
    }
}
