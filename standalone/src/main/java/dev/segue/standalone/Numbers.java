package dev.segue.standalone;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers that options take, each within its bounds; one out of them is wrong usage. */
final class Numbers {
    private Numbers() {}

    private static int within(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, like any other wrong value.
        }
        throw new TypeConversionException("it must be a number from " + least + " to " + most + " but is " + text);
    }

    /** A port of the HTTP server; 0 is any free one. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, 65_535);
        }
    }

    /** Units encoded at the same time, as the encoder's settings take them; 0 is one a processor. */
    static final class Slots implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, 256);
        }
    }

    /** Length of a film that we make ourselves. */
    static final class Seconds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, 3_600);
        }
    }

    /** Copies of a topic; 0 is what {@code topics.yaml} says. */
    static final class Copies implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, Short.MAX_VALUE);
        }
    }

    /** A run of a video. */
    static final class Run implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, Integer.MAX_VALUE);
        }
    }

    /** How often two contestants of a measurement are run. */
    static final class Pairs implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, 100);
        }
    }

    /** Of something that is counted from one. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 1, Integer.MAX_VALUE);
        }
    }

    /** Of something that may also be none. */
    static final class CountOrNone implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(text, 0, Integer.MAX_VALUE);
        }
    }

    /** When: a day, a moment, or how long ago. */
    static final class Moment implements ITypeConverter<Instant> {
        /** Whether a text means the same moment whenever it is read. */
        static boolean isFixed(String text) {
            return text.matches("\\d{4}-.*");
        }

        @Override
        public Instant convert(String text) {
            try {
                if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                }
                return isFixed(text) ? Instant.parse(text) : Instant.now().minus(new Span().convert(text));
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "it must be a day like 2026-10-01, a moment like 2026-10-01T12:00:00Z or a time like 12h but is "
                                + text);
            }
        }
    }

    /** How long: {@code 90s}, {@code 30m}, {@code 12h}, {@code 7d}, or as ISO 8601 has it. */
    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                if (text.matches("\\d{1,9}[smhd]")) {
                    String number = text.substring(0, text.length() - 1);
                    return Duration.parse(text.endsWith("d") ? "P" + number + "D" : "PT" + text);
                }
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("it must be a time like 90s, 30m, 12h or 7d but is " + text);
            }
        }
    }
}
