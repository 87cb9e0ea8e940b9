package dev.segue.ops.retry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which videos are made anew.
 *
 * @param where what must hold, by {@link #FIELDS}
 * @param since uploaded at this time or later, absent for any
 * @param until uploaded before this time, absent for any
 */
public record ReprocessFilter(
        SortedMap<String, String> where,
        @Nullable Instant since,
        @Nullable Instant until) {
    /** {@code codec} is that of the source's picture, {@code made} that of a rendition, {@code profile} that of the newest run. */
    public static final List<String> FIELDS = List.of("state", "owner", "profile", "codec", "made");

    public ReprocessFilter {
        where = new TreeMap<>(where);
        for (Map.Entry<String, String> condition : where.entrySet()) {
            if (!FIELDS.contains(condition.getKey()) || condition.getValue().isBlank()) {
                throw new IllegalArgumentException("a condition is FIELD=VALUE, where FIELD is one of "
                        + String.join(", ", FIELDS) + ", but is " + condition.getKey() + "=" + condition.getValue());
            }
        }
    }

    /** Whether it means every video there is. */
    public boolean isAll() {
        return where.isEmpty() && since == null && until == null;
    }

    boolean matches(Candidate candidate) {
        return where.entrySet().stream().allMatch(condition -> switch (condition.getKey()) {
            case "state" -> candidate.state().equals(condition.getValue());
            case "owner" -> candidate.owner().equals(condition.getValue());
            case "profile" -> condition.getValue().equals(candidate.profile());
            case "codec" -> condition.getValue().equals(candidate.codec());
            default -> candidate.made().contains(condition.getValue());
        });
    }

    /** For the audit: {@code codec=hevc since=2026-10-01T00:00:00Z}, or {@code all}. */
    @Override
    public String toString() {
        String text = Stream.of(
                        where.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()),
                        Stream.ofNullable(since).map(at -> "since=" + at),
                        Stream.ofNullable(until).map(at -> "until=" + at))
                .flatMap(s -> s)
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? "all" : text;
    }
}
