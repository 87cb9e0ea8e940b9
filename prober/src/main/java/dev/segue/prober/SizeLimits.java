package dev.segue.prober;

import dev.segue.contract.Rational;
import dev.segue.contract.RejectionCode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses what is too small to be shown or too large to be worked on, however few bytes it has. */
record SizeLimits(ProberSettings settings) {
    private static final long MICROS = 1_000_000;

    void checkSize(SourceStream picture) throws Refusal {
        String size = picture.width() + "x" + picture.height();
        Map<String, String> facts = Map.of("width", "" + picture.width(), "height", "" + picture.height());
        if (picture.width() < settings.minWidth() || picture.height() < settings.minHeight()) {
            throw new Refusal(
                    RejectionCode.DIMENSIONS_UNDER_LIMIT,
                    "The picture has " + size + " pixels; at least " + settings.minWidth() + "x" + settings.minHeight()
                            + " are needed.",
                    facts);
        }
        if (picture.width() > settings.maxWidth()
                || picture.height() > settings.maxHeight()
                || picture.area() > settings.maxPixels()) {
            throw new Refusal(
                    RejectionCode.DIMENSIONS_OVER_LIMIT,
                    String.format(
                            Locale.ROOT,
                            "The picture has %s pixels; at most %dx%d and %d pixels in all are taken here: scale it down.",
                            size,
                            settings.maxWidth(),
                            settings.maxHeight(),
                            settings.maxPixels()),
                    facts);
        }
    }

    void checkDuration(long durationUs) throws Refusal {
        if (durationUs > settings.maxDuration().toMillis() * 1_000) {
            throw new Refusal(
                    RejectionCode.DURATION_OVER_LIMIT,
                    "It lasts " + durationUs / 60_000_000 + " minutes; at most "
                            + settings.maxDuration().toMinutes() + " are taken here.",
                    Map.of("durationUs", String.valueOf(durationUs)));
        }
    }

    /** What the index names or what the rate promises, whichever is more: a bomb may hide in either. */
    void checkFrames(SourceStream picture, long durationUs) throws Refusal {
        Rational rate = picture.frameRate();
        long frames = Math.max(picture.indexedFrames(), rate == null ? 0 : frames(rate, durationUs));
        if (frames > settings.maxFrames() || frames > settings.maxTotalPixels() / picture.area()) {
            throw new Refusal(
                    RejectionCode.FRAMES_OVER_LIMIT,
                    String.format(
                            Locale.ROOT,
                            "The film has %d frames of %dx%d pixels; at most %d frames and %d pixels over all of them are"
                                    + " taken here: cut it into parts, or scale it down.",
                            frames,
                            picture.width(),
                            picture.height(),
                            settings.maxFrames(),
                            settings.maxTotalPixels()),
                    Map.of(
                            "frames", String.valueOf(frames),
                            "width", String.valueOf(picture.width()),
                            "height", String.valueOf(picture.height())));
        }
    }

    private static long frames(Rational rate, long durationUs) {
        return rate.rescale(durationUs, 1) / MICROS;
    }

    /** Dolby Vision without a layer that others understand comes out green and violet. */
    static void checkColours(SideData.@Nullable DolbyVision dolby) throws Refusal {
        if (dolby != null && !dolby.hasCommonBase()) {
            throw new Refusal(
                    RejectionCode.UNSUPPORTED_CODEC,
                    "The picture is Dolby Vision of profile " + dolby.profile()
                            + " alone, whose colours no decoder here understands: export it with an HDR10 or HLG base"
                            + " (profile 8), or as HDR10.",
                    Map.of("dolbyVisionProfile", String.valueOf(dolby.profile())));
        }
    }
}
