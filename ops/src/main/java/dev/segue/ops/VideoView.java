package dev.segue.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.segue.contract.Omission;
import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import dev.segue.contract.Warning;
import dev.segue.ops.timeline.StageTimes;
import dev.segue.ops.timeline.Timeline;
import dev.segue.ops.timeline.TimelineVideo;
import dev.segue.stage.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP API tells of a video.
 *
 * @param state running, stuck, published, rejected, cancelled or failed
 * @param stage which stage has it, or ended it; absent once it is published or cancelled
 * @param progressedAt when a stage last stated something about it
 * @param publishedGeneration the newest run that was published and is served, absent while none was
 * @param reached the furthest kind of fact stated
 * @param speed seconds of film encoded in a second
 * @param sentence why it was rejected or cancelled or failed
 * @param errors what stages gave up on in this run, put back or not
 * @param progress how far each rendition is
 * @param stages when each stage had it; only where one video is asked for
 * @param renditions what was made, empty while it runs
 * @param planned ids of the renditions that are to be made, empty until it is probed
 * @param leftOut what of the profile or of the source is not made, and why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VideoView(
        String videoId,
        int generation,
        @Nullable String name,
        @Nullable String owner,
        String state,
        @Nullable String stage,
        @Nullable String reached,
        Instant uploadedAt,
        Instant progressedAt,
        @Nullable Instant endedAt,
        @Nullable Instant stuckSince,
        @Nullable Integer publishedGeneration,
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
        List<Warning> warnings,
        List<Error> errors,
        List<Step> progress,
        @Nullable StageTimes stages) {
    /** Something that a stage gave up on. */
    record Error(String topic, String stage, String code, String message, Instant at) {}

    /** How far a rendition is. */
    record Step(String rendition, int units, int unitsDone, int segments, long encodedMs, boolean complete) {}

    /** One rendition as a line of a table. */
    record Made(String id, String codecs, String size, long averageBandwidthBps, long frames, long bytes) {}

    /** One video with all there is to tell of it, empty when there is no such video. */
    static Optional<VideoView> look(Timeline timeline, String videoId, Instant now) throws TransientFailure {
        Optional<TimelineVideo> video = timeline.find(videoId);
        if (video.isEmpty()) {
            return Optional.empty();
        }
        int generation = video.get().progress().generation();
        return Optional.of(of(video.get(), timeline.stages(videoId, generation), now));
    }

    static VideoView of(TimelineVideo video, Instant now) {
        return of(video, null, now);
    }

    static VideoView of(TimelineVideo video, @Nullable StageTimes stages, Instant now) {
        VideoProgress p = video.progress();
        VideoOutcome outcome = p.outcome();
        Published published = p.published();
        return new VideoView(
                p.videoId(),
                p.generation(),
                p.job() == null ? null : p.job().name(),
                p.job() == null ? null : p.job().owner(),
                video.state(),
                p.stage().orElse(null),
                p.reached() == null ? null : p.reached().topic(),
                p.firstAt(),
                video.progressedAt(),
                video.endedAt(),
                video.stuckSince(),
                video.publishedGeneration(),
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
                List.copyOf(p.warnings()),
                p.deadLetters().values().stream()
                        .map(d -> new Error(d.topic(), d.stage(), d.code(), d.message(), d.at()))
                        .sorted(Comparator.comparing(Error::at))
                        .toList(),
                p.renditions().values().stream().map(VideoView::step).toList(),
                stages);
    }

    private static Step step(RenditionProgress r) {
        return new Step(
                r.id(), r.units(), r.unitsDone(), r.segments(), r.encoded().toMillis(), r.complete());
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
