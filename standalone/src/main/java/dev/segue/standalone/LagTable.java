package dev.segue.standalone;

import dev.segue.ops.deadletter.OpenLetters;
import dev.segue.ops.lag.GroupKind;
import dev.segue.ops.lag.GroupLag;
import dev.segue.ops.lag.LagReport;
import dev.segue.ops.lag.PartitionLag;
import dev.segue.ops.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lag for people and programs, all partitions of a topic in one line.
 *
 * @param stages one for each group and topic that it reads
 * @param deadLetters topics with open ones
 */
record LagTable(Instant at, List<Stage> stages, List<DeadLetters> deadLetters) {
    private static final String OURS = "segue-";
    private static final String ROW = "%-14s %-22s %10s %12s %8s  %s%n";

    /**
     * One group on one topic.
     *
     * @param stage the group without the prefix that ours have
     * @param exact whether {@code records} and {@code oldestSeconds} were read; else they are at most
     */
    record Stage(
            String stage,
            String group,
            GroupKind kind,
            String topic,
            long records,
            long oldestSeconds,
            int members,
            String state,
            boolean exact) {}

    /** A topic with open dead letters. */
    record DeadLetters(String topic, long records, long oldestSeconds) {}

    static LagTable of(LagReport report, List<OpenLetters.Depth> depths) {
        List<Stage> stages = new ArrayList<>();
        for (GroupLag group : report.groups()) {
            Map<String, List<PartitionLag>> topics = group.partitions().stream()
                    .collect(Collectors.groupingBy(PartitionLag::topic, TreeMap::new, Collectors.toList()));
            topics.forEach((topic, partitions) -> stages.add(new Stage(
                    group.group().startsWith(OURS) ? group.group().substring(OURS.length()) : group.group(),
                    group.group(),
                    group.kind(),
                    topic,
                    partitions.stream().mapToLong(PartitionLag::records).sum(),
                    partitions.stream()
                            .mapToLong(p -> p.behind(report.at()).toSeconds())
                            .max()
                            .orElse(0),
                    group.members(),
                    group.state(),
                    partitions.stream().allMatch(PartitionLag::exact))));
        }
        return new LagTable(
                report.at(),
                stages,
                depths.stream()
                        .filter(d -> d.records() > 0)
                        .map(d -> new DeadLetters(
                                d.topic(), d.records(), d.age(report.at()).toSeconds()))
                        .toList());
    }

    /** For people: what a group has done wholly takes one line, and each topic on which it is behind one more. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, ROW, "STAGE", "TOPIC", "BEHIND", "OLDEST", "MEMBERS", "STATE"));
        Map<String, List<Stage>> groups =
                stages.stream().collect(Collectors.groupingBy(Stage::group, LinkedHashMap::new, Collectors.toList()));
        for (List<Stage> topics : groups.values()) {
            List<Stage> behind = topics.stream().filter(s -> s.records() > 0).toList();
            behind.forEach(s -> {
                String most = s.exact() ? "" : "<=";
                text.append(row(s, s.topic(), most + s.records(), most + span(s.oldestSeconds())));
            });
            List<Stage> done = topics.stream().filter(s -> s.records() == 0).toList();
            if (!done.isEmpty()) {
                text.append(row(
                        done.getFirst(),
                        done.size() == 1 ? done.getFirst().topic() : done.size() + " topics",
                        "0",
                        "-"));
            }
        }
        text.append(System.lineSeparator());
        if (deadLetters.isEmpty()) {
            text.append("no open dead letters");
        }
        deadLetters.forEach(d -> text.append(String.format(
                Locale.ROOT, "%d open on %s, oldest %s%n", d.records(), d.topic(), span(d.oldestSeconds()))));
        return text.toString().stripTrailing();
    }

    private static String row(Stage s, String topic, String records, String oldest) {
        boolean member = !s.group().equals(Timeline.GROUP);
        return String.format(
                Locale.ROOT,
                ROW,
                s.stage(),
                topic,
                records,
                oldest,
                member ? s.members() : "-",
                member ? s.state() : "notes its own offsets");
    }

    private static String span(long seconds) {
        Duration d = Duration.ofSeconds(seconds);
        if (d.toDays() > 1) {
            return d.toDays() + " d";
        }
        if (d.toHours() > 0) {
            return d.toHours() + " h " + d.toMinutesPart() + " min";
        }
        return d.toMinutes() > 0 ? d.toMinutes() + " min " + d.toSecondsPart() + " s" : d.toSeconds() + " s";
    }
}
