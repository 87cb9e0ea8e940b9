package dev.segue.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.segue.contract.Omission;
import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import dev.segue.contract.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP API tells of a video.
 *
 * @param state running, published, rejected, cancelled or failed
 * @param reached the furthest kind of fact stated
 * @param speed seconds of film encoded in a second
 * @param sentence why it was rejected or cancelled or failed
 * @param renditions what was made, empty while it runs
 * @param planned ids of the renditions that are to be made, empty until it is probed
 * @param leftOut what of the profile or of the source is not made, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VideoView(
        String videoId,
        int generation,
        @Nullable String name,
        String state,
        @Nullable String reached,
        int units,
        int unitsDone,
        @Nullable Double speed,
        @Nullable Long etaSeconds,
        @Nullable String code,
        @Nullable String sentence,
        @Nullable String hls,
        @Nullable String dash,
        List<Made> renditions,
        List<String> planned,
        List<Omission> leftOut,
        List<Warning> warnings) {
    /** One rendition as a line of a table. */
    record Made(String id, String codecs, String size, long averageBandwidthBps, long frames, long bytes) {}

    static VideoView of(VideoProgress p, Instant now) {
        VideoOutcome outcome = p.outcome();
        Published published = p.published();
        return new VideoView(
                p.videoId(),
                p.generation(),
                p.job() == null ? null : p.job().name(),
                state(outcome),
                p.reached() == null ? null : p.reached().topic(),
                p.units(),
                p.unitsDone(),
                p.speed(now).orElse(null),
                p.eta(now).map(Duration::toSeconds).orElse(null),
                code(outcome),
                sentence(outcome),
                published == null ? null : published.hls(),
                published == null ? null : published.dash(),
                published == null
                        ? List.of()
                        : published.renditions().stream().map(VideoView::made).toList(),
                List.copyOf(p.renditions().keySet()),
                p.plan() == null ? List.of() : p.plan().leftOut(),
                List.copyOf(p.warnings()));
    }

    private static String state(VideoOutcome outcome) {
        return switch (outcome) {
            case VideoOutcome.Running r -> "running";
            case VideoOutcome.Playable p -> "published";
            case VideoOutcome.Refused r -> "rejected";
            case VideoOutcome.Cancelled c -> "cancelled";
            case VideoOutcome.Failed f -> "failed";
        };
    }

    private static @Nullable String code(VideoOutcome outcome) {
        return switch (outcome) {
            case VideoOutcome.Refused r -> r.rejected().code().name();
            case VideoOutcome.Failed f -> f.code();
            case VideoOutcome.Cancelled c -> null;
            case VideoOutcome.Running r -> null;
            case VideoOutcome.Playable p -> null;
        };
    }

    private static @Nullable String sentence(VideoOutcome outcome) {
        return switch (outcome) {
            case VideoOutcome.Refused r -> r.rejected().sentence();
            case VideoOutcome.Failed f -> f.stage() + " gave up (" + f.code() + "): " + f.message();
            case VideoOutcome.Cancelled c -> c.reason();
            case VideoOutcome.Running r -> null;
            case VideoOutcome.Playable p -> null;
        };
    }

    private static Made made(Published.Made m) {
        String size =
                switch (m.rendition()) {
                    case Rendition.Video v -> v.width() + "x" + v.height();
                    case Rendition.Audio a -> a.channels() + " ch";
                };
        return new Made(
                m.rendition().id(), m.rendition().codecs(), size, m.averageBandwidthBps(), m.frames(), m.bytes());
    }
}
