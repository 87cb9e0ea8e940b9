package dev.segue.splitter;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the splitter ({@code segue.splitter}).
 *
 * @param slots how many sources are split at the same time
 * @param deadline how long splitting one source may take; its packets are all read once
 * @param slotsHint how many units are encoded at the same time by all encoders together; 0 for as many as this machine has
 *     processors
 * @param chunkSeconds longest chunk, absent where the length is chosen for each film from what encoding it costs
 */
@ConfigurationProperties("segue.splitter")
public record SplitterSettings(
        @Bindable(defaultValue = "2") int slots,
        @Bindable(defaultValue = "PT30M") Duration deadline,
        @Bindable(defaultValue = "0") int slotsHint,
        @Nullable Integer chunkSeconds) {
    private static final int MOST_SLOTS = 100_000;

    public SplitterSettings {
        require(slots >= 1, "slots must be at least 1");
        require(deadline.isPositive(), "deadline must be positive");
        require(slotsHint >= 0 && slotsHint <= MOST_SLOTS, "slots-hint must be 0 to " + MOST_SLOTS);
        require(chunkSeconds == null || (chunkSeconds >= 1 && chunkSeconds <= 600), "chunk-seconds must be 1 to 600");
        slotsHint = slotsHint == 0 ? Runtime.getRuntime().availableProcessors() : slotsHint;
    }

    ChunkLength chunkLength(PictureCost cost) {
        return new ChunkLength(cost, slotsHint, chunkSeconds == null ? null : chunkSeconds * 1_000);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("segue.splitter: " + sentence);
        }
    }
}
