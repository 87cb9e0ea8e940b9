package dev.segue.prober;

import dev.segue.contract.RateControl;
import dev.segue.prober.LadderProfile.Control;
import org.jspecify.annotations.Nullable;

/** Which numbers each kind of rate control takes. */
final class RungRates {
    private static final long LEAST = 50_000;

    private RungRates() {}

    static void require(
            @Nullable Control kind,
            @Nullable Integer crf,
            @Nullable Long bitrate,
            @Nullable Long maxrate,
            @Nullable Long bufsize) {
        atLeast("bitrateBps", bitrate);
        atLeast("maxrateBps", maxrate);
        atLeast("bufsizeBits", bufsize);
        switch (kind == null ? Control.CRF : kind) {
            case CRF -> {
                present("crf", crf, "crf");
                absent("bitrateBps", bitrate, "crf");
                ProfileFault.unless(
                        (maxrate == null) == (bufsize == null),
                        "maxrateBps",
                        "and bufsizeBits belong together: set both or none");
            }
            case VBR -> {
                absent("crf", crf, "vbr");
                long average = present("bitrateBps", bitrate, "vbr");
                long most = present("maxrateBps", maxrate, "vbr");
                present("bufsizeBits", bufsize, "vbr");
                ProfileFault.unless(most >= average, "maxrateBps", "must not be below bitrateBps, " + average);
            }
            case CBR -> {
                absent("crf", crf, "cbr");
                absent("maxrateBps", maxrate, "cbr");
                present("bitrateBps", bitrate, "cbr");
                present("bufsizeBits", bufsize, "cbr");
            }
        }
    }

    static RateControl control(
            @Nullable Control kind,
            @Nullable Integer crf,
            @Nullable Long bitrate,
            @Nullable Long maxrate,
            @Nullable Long bufsize) {
        return switch (kind == null ? Control.CRF : kind) {
            case CRF -> new RateControl.Crf(present("crf", crf, "crf"), maxrate, bufsize);
            case VBR ->
                new RateControl.Vbr(
                        present("bitrateBps", bitrate, "vbr"),
                        present("maxrateBps", maxrate, "vbr"),
                        present("bufsizeBits", bufsize, "vbr"));
            case CBR ->
                new RateControl.Cbr(present("bitrateBps", bitrate, "cbr"), present("bufsizeBits", bufsize, "cbr"));
        };
    }

    private static <T> T present(String field, @Nullable T value, String kind) {
        if (value == null) {
            ProfileFault.unless(false, field, "is missing: rate control " + kind + " needs it");
            throw new IllegalStateException(field);
        }
        return value;
    }

    private static void absent(String field, @Nullable Object value, String kind) {
        ProfileFault.unless(value == null, field, "has no meaning with rate control " + kind + ": leave it out");
    }

    private static void atLeast(String field, @Nullable Long value) {
        ProfileFault.unless(value == null || value >= LEAST, field, "must be at least " + LEAST + " but is " + value);
    }
}
