package dev.segue.ops.timeline;

import dev.segue.ops.VideoProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One video as the timeline tells of it.
 *
 * @param state {@code running}, {@code stuck}, {@code published}, {@code rejected}, {@code cancelled} or {@code failed}
 * @param progress what its newest run's events add up to
 * @param progressedAt when a stage last stated something about it
 * @param endedAt absent while it is on its way
 * @param stuckSince absent while it moves
 * @param publishedGeneration the newest run that was published, absent while none was
 */
public record TimelineVideo(
        String state,
        VideoProgress progress,
        Instant progressedAt,
        @Nullable Instant endedAt,
        @Nullable Instant stuckSince,
        @Nullable Integer publishedGeneration) {
    static TimelineVideo of(VideoState s) {
        return new TimelineVideo(
                s.state(), s.progress(), s.progressedAt(), s.endedAt(), s.stuckSince(), s.publishedGeneration());
    }
}
