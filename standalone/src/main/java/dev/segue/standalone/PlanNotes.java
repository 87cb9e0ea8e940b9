package dev.segue.standalone;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.ops.VideoProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells once for each film what will be made of it and what will not, and each warning as it comes. */
final class PlanNotes {
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** What is to be said now; nothing that was said of the same film before. */
    List<String> news(VideoProgress video) {
        List<String> notes = new ArrayList<>();
        Plan plan = video.plan();
        if (plan != null) {
            notes.add("  makes " + made(plan));
            reasons(plan.leftOut()).forEach((sentence, what) -> notes.add("  leaves out " + what + ": " + sentence));
        }
        for (Warning warning : video.warnings()) {
            notes.add("  note: " + warning.sentence() + " [" + warning.code() + "]");
        }
        notes.removeIf(note -> !told.add(video.videoId() + note));
        return notes;
    }

    private static String made(Plan plan) {
        Map<String, List<String>> byCodec = new LinkedHashMap<>();
        if (plan.video() != null) {
            for (VideoRendition r : plan.video().renditions()) {
                byCodec.computeIfAbsent(r.codec().label(), c -> new ArrayList<>())
                        .add(r.id() + " " + r.width() + "x" + r.height());
            }
        }
        for (AudioRendition r : plan.audio()) {
            byCodec.computeIfAbsent(r.codec().label(), c -> new ArrayList<>())
                    .add(r.id() + " " + r.channels() + " ch" + (r.language() == null ? "" : " " + r.language()));
        }
        return byCodec.entrySet().stream()
                .map(e -> e.getKey() + ": " + String.join(", ", e.getValue()))
                .collect(Collectors.joining("; ", "", " (" + plan.profile() + ")"));
    }

    /** Several things are often left out for the same reason. */
    private static Map<String, String> reasons(List<Omission> leftOut) {
        return leftOut.stream()
                .collect(Collectors.toMap(
                        Omission::sentence, Omission::what, (a, b) -> a + ", " + b, LinkedHashMap::new));
    }
}
