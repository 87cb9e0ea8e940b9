package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How an encoder shares out its bits. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RateControl.Crf.class, name = "crf"),
    @JsonSubTypes.Type(value = RateControl.Vbr.class, name = "vbr"),
    @JsonSubTypes.Type(value = RateControl.Cbr.class, name = "cbr")
})
public sealed interface RateControl {
    /** The ceiling of the bit rate in bit/s, absent for none. */
    @Nullable
    Long maxrateBps();

    /** The size of the rate control's buffer in bit, absent for none. */
    @Nullable
    Long bufsizeBits();

    /**
     * Constant quality, as far as a ceiling allows.
     *
     * @param crf the encoder's constant rate factor; its scale is the codec's own
     * @param maxrateBps ceiling of the bit rate in bit/s, absent for none
     * @param bufsizeBits size of the rate control's buffer in bit, absent for none
     */
    record Crf(int crf, @Nullable Long maxrateBps, @Nullable Long bufsizeBits) implements RateControl {
        public Crf {
            Require.atLeast("crf", crf, 0);
            if ((maxrateBps == null) != (bufsizeBits == null)) {
                throw new IllegalArgumentException("maxrateBps and bufsizeBits belong together");
            }
        }
    }

    /**
     * An average bit rate with a ceiling (capped VBR).
     *
     * @param bitrateBps average to aim at in bit/s
     * @param maxrateBps ceiling in bit/s
     * @param bufsizeBits size of the rate control's buffer in bit
     */
    record Vbr(long bitrateBps, Long maxrateBps, Long bufsizeBits) implements RateControl {
        public Vbr {
            Require.atLeast("bitrateBps", bitrateBps, 1_000);
            Require.atLeast("maxrateBps", Require.present("maxrateBps", maxrateBps), bitrateBps);
            Require.atLeast("bufsizeBits", Require.present("bufsizeBits", bufsizeBits), 1_000);
        }
    }

    /**
     * A constant bit rate.
     *
     * @param bitrateBps in bit/s
     * @param bufsizeBits size of the rate control's buffer in bit
     */
    record Cbr(long bitrateBps, Long bufsizeBits) implements RateControl {
        public Cbr {
            Require.atLeast("bitrateBps", bitrateBps, 1_000);
            Require.atLeast("bufsizeBits", Require.present("bufsizeBits", bufsizeBits), 1_000);
        }

        @Override
        public Long maxrateBps() {
            return bitrateBps;
        }
    }

    /** The same with {@code num/den} of its bit rates, for a picture with fewer pixels; nothing is ever raised. */
    default RateControl scaled(long num, long den) {
        return switch (this) {
            case Crf c -> new Crf(c.crf(), share(c.maxrateBps(), num, den), share(c.bufsizeBits(), num, den));
            case Vbr v -> {
                long rate = share(v.bitrateBps(), num, den);
                yield new Vbr(
                        rate,
                        Math.max(rate, share(v.maxrateBps().longValue(), num, den)),
                        share(v.bufsizeBits().longValue(), num, den));
            }
            case Cbr c ->
                new Cbr(share(c.bitrateBps(), num, den), share(c.bufsizeBits().longValue(), num, den));
        };
    }

    private static @Nullable Long share(@Nullable Long rate, long num, long den) {
        return rate == null ? null : (Long) share(rate.longValue(), num, den);
    }

    /** A tenth of a megabit is the least with which a picture moves at all. */
    private static long share(long rate, long num, long den) {
        return num >= den ? rate : Math.max(Math.min(rate, 100_000), rate * num / den / 1_000 * 1_000);
    }
}
