package dev.segue.standalone;

import dev.segue.ops.deadletter.Action;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.Letter;
import dev.segue.ops.deadletter.LetterGroup;
import dev.segue.ops.deadletter.ReplayOptions;
import dev.segue.ops.deadletter.ReplayReport;
import dev.segue.stage.HeaderTexts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Dead letters for people. */
final class LetterText {
    private static final int LONGEST_CONTENT = 4_000;
    private static final String NO_TEXT = "[\\p{Cc}\\p{Cf}]";

    private LetterText() {}

    static String groups(List<LetterGroup> groups, Instant now) {
        if (groups.isEmpty()) {
            return "no open dead letters";
        }
        StringBuilder text = new StringBuilder();
        for (LetterGroup g : groups) {
            line(
                    text,
                    "%s  %s  %s (%s): %d letters of %d videos, %s of film, oldest %s, youngest %s, put back %d times at most",
                    g.fingerprint(),
                    g.stage(),
                    g.code(),
                    g.kind(),
                    g.letters(),
                    g.videos(),
                    span(Duration.ofNanos(g.filmUs() * 1_000)),
                    span(Duration.between(g.oldest(), now)),
                    span(Duration.between(g.youngest(), now)),
                    g.mostReplays());
            line(text, "          %s", g.cause());
            line(text, "          for example %s", g.example());
        }
        line(text, "%d letters", groups.stream().mapToLong(LetterGroup::letters).sum());
        return text.toString();
    }

    static String each(List<Letter> letters) {
        StringBuilder text = new StringBuilder();
        for (Letter l : letters) {
            line(
                    text,
                    "%s  %s  %s  %s  %s  %s",
                    l.id(),
                    l.at(),
                    l.stage(),
                    l.code(),
                    l.fingerprint(),
                    l.videoId() == null ? "-" : l.videoId());
        }
        line(text, "%d letters", letters.size());
        return text.toString();
    }

    static String plan(List<Letter> letters, ReplayOptions options) {
        StringBuilder text = new StringBuilder();
        List<Letter> able =
                letters.stream().filter(l -> !l.omitted() && l.origin() != null).toList();
        List<Letter> fresh = able.stream()
                .filter(l -> l.replays() < options.quarantineAfter())
                .toList();
        int tired = able.size() - fresh.size();
        int lost = letters.size() - able.size();
        Map<String, Long> targets = fresh.stream()
                .collect(Collectors.groupingBy(l -> String.valueOf(l.origin()), TreeMap::new, Collectors.counting()));
        targets.forEach((topic, count) -> line(text, "%d would be put back to %s", count, topic));
        if (tired > 0) {
            line(
                    text,
                    "%d would be set aside (dead-letter-quarantine): they were put back %d times or more",
                    tired,
                    options.quarantineAfter());
        }
        if (lost > 0) {
            line(text, "%d cannot be put back: their content or their origin is not known", lost);
        }
        line(
                text,
                letters.isEmpty() ? "no open dead letter is meant" : "nothing is sent; with --yes it is%s",
                options.limit() < letters.size() ? ", " + options.limit() + " of them" : "");
        return text.toString();
    }

    static String report(ReplayReport r) {
        StringBuilder text = new StringBuilder();
        line(text, "%d put back of %d", r.replayed(), r.matched());
        if (r.passed() + r.failed() + r.undecided() > 0) {
            line(
                    text,
                    "canary: %d passed, %d became dead letters again, of %d nothing was heard",
                    r.passed(),
                    r.failed(),
                    r.undecided());
        }
        if (r.quarantined() > 0) {
            line(text, "%d set aside (dead-letter-quarantine)", r.quarantined());
        }
        if (r.impossible() > 0) {
            line(text, "%d left: their content or their origin is not known", r.impossible());
        }
        if (r.stopped() != null) {
            line(text, "stopped: %s", r.stopped());
        }
        line(text, "audit: dead-letter-actions, run %s", r.run());
        return text.toString();
    }

    static String whole(DeadLetters.Whole whole) {
        StringBuilder text = new StringBuilder();
        Letter l = whole.letter();
        line(text, "%s, written %s", l.id(), l.at());
        Action settled = whole.settledBy();
        if (settled != null) {
            line(
                    text,
                    "closed: %s by %s at %s",
                    settled.what().name().toLowerCase(Locale.ROOT),
                    settled.by(),
                    settled.at());
        }
        line(text, "%s (%s) in %s: %s", l.code(), l.kind(), l.stage(), l.message());
        line(text, "fingerprint %s: %s", l.fingerprint(), l.cause());
        text.append(System.lineSeparator());
        HeaderTexts.of(whole.record().headers()).forEach((name, value) -> {
            line(text, "%s:%s", name, value.lines().count() > 1 ? "" : " " + value);
            if (value.lines().count() > 1) {
                value.lines().forEach(one -> line(text, "    %s", one));
            }
        });
        text.append(System.lineSeparator());
        byte[] value = whole.record().value();
        if (value == null) {
            line(text, "no content");
        } else {
            String content = new String(value, 0, Math.min(value.length, LONGEST_CONTENT), StandardCharsets.UTF_8);
            content.lines().forEach(one -> line(text, "%s", one));
            if (value.length > LONGEST_CONTENT) {
                line(text, "... %d bytes in all; export has them", value.length);
            }
        }
        return text.toString();
    }

    private static String span(Duration d) {
        if (d.toDays() > 1) {
            return d.toDays() + " d";
        }
        if (d.toHours() > 0) {
            return d.toHours() + " h " + d.toMinutesPart() + " min";
        }
        return d.toMinutes() > 0 ? d.toMinutes() + " min" : Math.max(0, d.toSeconds()) + " s";
    }

    /** What others wrote may hold control characters, which could forge a terminal's lines. */
    private static void line(StringBuilder text, String format, Object... values) {
        Object[] shown = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            shown[i] = value instanceof Number ? value : String.valueOf(value).replaceAll(NO_TEXT, "\uFFFD");
        }
        text.append(String.format(Locale.ROOT, format, shown)).append(System.lineSeparator());
    }
}
