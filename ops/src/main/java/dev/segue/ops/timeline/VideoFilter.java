package dev.segue.ops.timeline;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which videos are asked for.
 *
 * @param states none for all
 * @param since uploaded at this time or later
 * @param until uploaded before this time
 * @param text words of the name, each at least begun, or the video's id
 * @param cursor where the page before ended, absent for the first
 */
public record VideoFilter(
        List<String> states,
        @Nullable String owner,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String text,
        int limit,
        @Nullable String cursor) {
    /** Every state; {@code open} stands for the first two. */
    static final List<String> STATES = List.of("running", "stuck", "published", "rejected", "cancelled", "failed");

    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final String OPEN = "open";

    public VideoFilter {
        states = List.copyOf(states);
    }

    /**
     * Reads what a caller gave.
     *
     * @param now from which a time such as {@code PT1H} is counted back
     * @throws QueryException with a sentence that says what is allowed
     */
    public static VideoFilter of(
            @Nullable String state,
            @Nullable String owner,
            @Nullable String since,
            @Nullable String until,
            @Nullable String text,
            @Nullable String limit,
            @Nullable String cursor,
            Instant now) {
        if (text != null && words(text).isEmpty()) {
            throw new QueryException("q must hold a letter or a digit: words of the name, or a video's id.");
        }
        if (cursor != null) {
            Cursor.of(cursor, 1);
        }
        return new VideoFilter(
                state == null ? List.of() : states(state),
                owner,
                since == null ? null : time("since", since, now),
                until == null ? null : time("until", until, now),
                text,
                limit(limit, USUAL, MOST),
                cursor);
    }

    private static List<String> states(String given) {
        List<String> states = Arrays.stream(given.toLowerCase(Locale.ROOT).split(",", -1))
                .flatMap(s -> s.equals(OPEN) ? STATES.stream().limit(2) : List.of(s).stream())
                .distinct()
                .toList();
        if (!STATES.containsAll(states)) {
            throw new QueryException("state must be one or more of " + String.join(", ", STATES) + " or " + OPEN
                    + ", separated by commas, but is " + given + ".");
        }
        return states;
    }

    private static Instant time(String name, String given, Instant now) {
        try {
            Instant time = time(given, now);
            if (Projected.isStorable(time)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new QueryException(noTime(name, given), e);
        }
        throw new QueryException(noTime(name, given));
    }

    private static Instant time(String given, Instant now) {
        if (given.startsWith("P")) {
            return now.minus(Duration.parse(given));
        }
        return given.length() == "2026-11-01".length()
                ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(given);
    }

    private static String noTime(String name, String given) {
        return name
                + " must be a time such as 2026-11-01T12:00:00Z, a day such as 2026-11-01, or a duration before now such as"
                + " PT1H, in the years -4712 to 294275, but is " + given + ".";
    }

    static int limit(@Nullable String given, int usual, int most) {
        if (given == null) {
            return usual;
        }
        if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > most) {
            throw new QueryException("limit must be 1 to " + most + " but is " + given + ".");
        }
        return Integer.parseInt(given);
    }

    /** What can be looked up of a text, cut as the names in the schema are. */
    static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{IsAlphabetic}\\p{IsDigit}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
