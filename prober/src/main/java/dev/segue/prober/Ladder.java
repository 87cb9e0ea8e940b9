package dev.segue.prober;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits the rungs of a profile to one source. Sizes are those of the upright picture with square pixels; the number of a rung
 * applies to the shorter side. Nothing is ever enlarged: a source between two rungs keeps its own size as the topmost one, and a
 * source below the lowest gets that alone.
 */
final class Ladder {
    private final Profile.Picture picture;
    private final MediaInfo.Video source;
    private final long width;
    private final long height;

    private Ladder(Profile.Picture picture, MediaInfo.Video source) {
        this.picture = picture;
        this.source = source;
        Rational aspect = source.sampleAspect();
        long square = Math.max(1, (2 * source.width() * aspect.num() + aspect.den()) / (2 * aspect.den()));
        boolean turned = source.rotation() % 180 != 0;
        this.width = turned ? source.height() : square;
        this.height = turned ? square : source.height();
    }

    /** The renditions, smallest first; at least one. */
    static List<VideoRendition> fit(Profile.Picture picture, MediaInfo.Video source) {
        return new Ladder(picture, source).renditions();
    }

    private List<VideoRendition> renditions() {
        long shorter = Math.min(width, height);
        List<VideoRendition> ladder = new ArrayList<>();
        long last = 0;
        for (Profile.Rung rung : picture.rungs()) {
            boolean fits = rung.height() != null && rung.height() <= shorter;
            long side = fits && rung.height() != null ? rung.height() : shorter;
            // A step of less than a tenth is not seen, but costs as much as any other.
            if (ladder.isEmpty() || side * 10 >= last * 11) {
                ladder.add(fits || rung.scale() != null ? rendition(rung, side, rung.id(), 1, 1) : own(rung, side));
                last = side;
            }
            if (!fits) {
                break;
            }
        }
        return List.copyOf(ladder);
    }

    /** The source's own size, with the bit rates of the rung above it brought down to its number of pixels. */
    private VideoRendition own(Profile.Rung above, long side) {
        long rungSide = above.height() == null ? side : above.height();
        return rendition(above, side, "v" + even(side, side, side), side * side, rungSide * rungSide);
    }

    private VideoRendition rendition(Profile.Rung rung, long side, String id, long num, long den) {
        long shorter = Math.min(width, height);
        return new VideoRendition(
                id,
                VideoCodec.H264,
                even(width, side, shorter),
                even(height, side, shorter),
                new RateControl.Crf(rung.crf() == null ? 0 : rung.crf(), rung.maxrateBps(), rung.bufsizeBits())
                        .scaled(num, den),
                picture.preset(),
                null,
                picture.pixelFormat().equals(Profile.SOURCE) ? source.pixelFormat() : picture.pixelFormat(),
                MediaInfo.DynamicRange.SDR,
                picture.encoderOptions() == null ? List.of() : picture.encoderOptions());
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
