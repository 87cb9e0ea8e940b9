package dev.segue.prober;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.Omission;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoRendition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the rungs of a ladder to one source. Sizes are those of the upright picture with square pixels; the number of a rung
 * applies to the shorter side. Nothing is ever enlarged: a source between two rungs keeps its own size as the topmost one, and a
 * source below the lowest gets that alone.
 */
final class Ladder {
    private final LadderProfile profile;
    private final MediaInfo.Video source;
    private final long width;
    private final long height;
    private final List<VideoRendition> renditions = new ArrayList<>();
    private final List<Omission> leftOut = new ArrayList<>();

    private Ladder(LadderProfile profile, MediaInfo.Video source) {
        this.profile = profile;
        this.source = source;
        Rational aspect = source.sampleAspect();
        long square = Math.max(1, (2 * source.width() * aspect.num() + aspect.den()) / (2 * aspect.den()));
        boolean turned = source.rotation() % 180 != 0;
        this.width = turned ? source.height() : square;
        this.height = turned ? square : source.height();
    }

    /**
     * What a ladder comes to.
     *
     * @param renditions smallest first; at least one
     */
    record Fit(List<VideoRendition> renditions, List<Omission> leftOut) {}

    static Fit fit(LadderProfile profile, MediaInfo.Video source) {
        Ladder ladder = new Ladder(profile, source);
        ladder.climb();
        if (source.dynamicRange() != DynamicRange.SDR && !profile.keepsHdr()) {
            ladder.leftOut.add(LeftOut.HDR.of(
                    profile.codec().label(), "The profile makes this codec in the range of an ordinary screen."));
        }
        return new Fit(List.copyOf(ladder.renditions), List.copyOf(ladder.leftOut));
    }

    private void climb() {
        long shorter = Math.min(width, height);
        long last = 0;
        boolean topReached = false;
        for (LadderProfile.Rung rung : profile.rungs()) {
            boolean fits = rung.scale() != null || rung.shortSide() <= shorter;
            long side = rung.scale() != null || !fits ? shorter : rung.shortSide();
            // A step of less than a tenth is not seen, but costs as much as any other.
            boolean step = renditions.isEmpty() || side * 10 >= last * 11;
            if (step && !topReached) {
                renditions.add(fits ? rendition(rung, side, rung.id(), 1, 1) : own(rung, side));
                last = side;
            }
            if (!fits) {
                leftOut.add(LeftOut.UPSCALING.of(
                        rung.id(), "The picture's shorter side has " + shorter + " pixels, and it is never enlarged."));
                topReached = true;
            } else if (!step) {
                leftOut.add(LeftOut.SAME_SIZE.of(
                        rung.id(),
                        "It would be hardly larger than " + renditions.getLast().id() + "."));
            }
        }
    }

    /** The source's own size, with the bit rates of the rung above it brought down to its number of pixels. */
    private VideoRendition own(LadderProfile.Rung above, long side) {
        long rungSide = above.shortSide();
        int lines = even(side, side, side);
        // v480 becomes v432, av1-480 becomes av1-432.
        String stem = above.id().replaceFirst("-?" + rungSide + "$", "");
        String dash = above.id().endsWith("-" + rungSide) || stem.equals(above.id()) ? "-" : "";
        return rendition(above, side, stem + dash + lines, side * side, rungSide * rungSide);
    }

    private VideoRendition rendition(LadderProfile.Rung rung, long side, String id, long num, long den) {
        long shorter = Math.min(width, height);
        DynamicRange range = profile.keepsHdr() ? source.dynamicRange() : DynamicRange.SDR;
        RateControl control = rung.control();
        return new VideoRendition(
                id,
                profile.codec(),
                even(width, side, shorter),
                even(height, side, shorter),
                control.scaled(num, den),
                profile.preset(),
                profile.tune(),
                PixelFormat.of(profile, source, range),
                range,
                profile.options());
    }

    /** {@code length * num / den} as the nearest even number, yet never above {@code length} itself. */
    private static int even(long length, long num, long den) {
        BigInteger half = BigInteger.valueOf(length)
                .multiply(BigInteger.valueOf(num))
                .add(BigInteger.valueOf(den))
                .divide(BigInteger.valueOf(den).multiply(BigInteger.TWO));
        long nearest = 2 * half.longValueExact();
        return Math.toIntExact(Math.max(2, nearest > length ? nearest - 2 : nearest));
    }
}
