package dev.segue.standalone;

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
}
