package dev.segue.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A stretch of the film where there is nothing to see or to hear. It travels as a {@link Warning} with times, so that the stretches
 * of neighbouring units can be joined.
 *
 * @param fromUs in microseconds from the film's first frame
 * @param toUs greater than {@code fromUs}
 */
public record Stretch(Kind kind, long fromUs, long toUs) {
    public Stretch {
        Require.present("kind", kind);
        Require.atLeast("toUs", toUs, fromUs + 1);
    }

    /** What is the matter. */
    public enum Kind {
        BLACK("The picture is black"),
        FREEZE("The picture stands still"),
        SILENCE("The sound is silent"),
        /** The encoder's doing, as that of the next two. */
        BLACK_DIFFERS("The encoded picture is black and the source's is not"),
        FREEZE_DIFFERS("The encoded picture stands still and the source's does not"),
        SILENCE_DIFFERS("The encoded sound is silent and the source's is not");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The warning's code: {@code black-differs}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public long lengthUs() {
        return toUs - fromUs;
    }

    /** The warning that says so. */
    public Warning warning() {
        return new Warning(
                kind.code(), kind.words + " from " + seconds(fromUs) + " to " + seconds(toUs) + ".", fromUs, toUs);
    }

    /** The stretch that a warning tells of. */
    public static Optional<Stretch> of(Warning warning) {
        Long from = warning.fromUs();
        Long to = warning.toUs();
        return from == null || to == null
                ? Optional.empty()
                : Arrays.stream(Kind.values())
                        .filter(k -> k.code().equals(warning.code()))
                        .findFirst()
                        .map(k -> new Stretch(k, from, to));
    }

    private static String seconds(long us) {
        long tenths = Math.round(us / 100_000.0);
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
