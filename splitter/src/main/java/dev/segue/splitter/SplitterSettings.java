package dev.segue.splitter;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings of the splitter ({@code segue.splitter}).
 *
 * @param slots how many sources are split at the same time
 * @param deadline how long splitting one source may take; its packets are all read once
 * @param chunkSeconds length of a chunk to aim at: long enough to hide the start of a process, short enough to lose little and to
 *     spread a film over many workers
 */
@ConfigurationProperties("segue.splitter")
public record SplitterSettings(
        @Bindable(defaultValue = "2") int slots,
        @Bindable(defaultValue = "PT30M") Duration deadline,
        @Bindable(defaultValue = "12") int chunkSeconds) {
    public SplitterSettings {
        require(slots >= 1, "slots must be at least 1");
        require(deadline.isPositive(), "deadline must be positive");
        require(chunkSeconds >= 1 && chunkSeconds <= 600, "chunk-seconds must be 1 to 600");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("segue.splitter: " + sentence);
        }
    }
}
