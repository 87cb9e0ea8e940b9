package dev.segue.prober;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the prober ({@code segue.prober}).
 *
 * @param slots how many sources are probed at the same time
 * @param deadline how long probing one source may take
 * @param profilesDir a folder with more profiles, one a file; a name that is built in already is replaced
 * @param minWidth smallest width of a picture that is taken, in pixels
 * @param minHeight smallest height
 * @param maxWidth largest width
 * @param maxHeight largest height
 * @param maxPixels largest product of width and height; the memory that decoding takes goes with it
 * @param maxDuration longest film
 * @param maxFrames most frames of a film
 * @param maxTotalPixels most pixels over all frames of a film; the time that encoding takes goes with it
 */
@ConfigurationProperties("segue.prober")
public record ProberSettings(
        @Bindable(defaultValue = "2") int slots,
        @Bindable(defaultValue = "PT5M") Duration deadline,
        @Nullable Path profilesDir,
        @Bindable(defaultValue = "16") int minWidth,
        @Bindable(defaultValue = "16") int minHeight,
        @Bindable(defaultValue = "8192") int maxWidth,
        @Bindable(defaultValue = "8192") int maxHeight,
        @Bindable(defaultValue = "35389440") long maxPixels,
        @Bindable(defaultValue = "PT12H") Duration maxDuration,
        @Bindable(defaultValue = "5200000") long maxFrames,
        @Bindable(defaultValue = "22000000000000") long maxTotalPixels) {
    /** Twelve hours at 120 frames a second, or of 4K at 60. */
    private static final long FRAMES = 5_200_000;

    private static final long TOTAL_PIXELS = 22_000_000_000_000L;

    public ProberSettings {
        require(slots >= 1, "slots must be at least 1");
        require(deadline.isPositive(), "deadline must be positive");
        require(minWidth >= 2 && minHeight >= 2, "min-width and min-height must be at least 2");
        require(maxWidth >= minWidth && maxHeight >= minHeight, "max-width and max-height must not be below the least");
        require(maxPixels >= (long) minWidth * minHeight, "max-pixels must not be below the least");
        require(maxDuration.isPositive(), "max-duration must be positive");
        require(maxFrames >= 1, "max-frames must be at least 1");
        require(maxTotalPixels >= maxPixels, "max-total-pixels must not be below max-pixels");
    }

    /** The settings of an installation that sets nothing. */
    static ProberSettings defaults() {
        return new ProberSettings(
                2,
                Duration.ofMinutes(5),
                null,
                16,
                16,
                8192,
                8192,
                35_389_440,
                Duration.ofHours(12),
                FRAMES,
                TOTAL_PIXELS);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("segue.prober: " + sentence);
        }
    }
}
