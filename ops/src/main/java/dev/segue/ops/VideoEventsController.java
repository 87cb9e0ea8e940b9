package dev.segue.ops;

import dev.segue.ops.timeline.Happening;
import dev.segue.ops.timeline.LiveVideos;
import dev.segue.ops.timeline.Page;
import dev.segue.ops.timeline.Timeline;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to one video, and what happens to it now. */
@Controller("/api/v1/videos/{videoId}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.ops.enabled", value = "true")
final class VideoEventsController {
    private final Timeline timeline;
    private final LiveVideos live;
    private final JsonMapper json;
    private final Clock clock = Clock.systemUTC();

    VideoEventsController(Timeline timeline, LiveVideos live, JsonMapper json) {
        this.timeline = timeline;
        this.live = live;
        this.json = json;
    }

    /** A page of what happened. */
    record Happenings(List<Happening> events, @Nullable String next) {}

    @Get("/events")
    @Operation(summary = "Lists what happened to a video, the oldest first")
    @ApiResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Happenings.class)))
    @ProblemResponse.OddParameter
    @ProblemResponse.UnknownVideo
    HttpResponse<?> events(
            String videoId,
            @Parameter(description = "the run; all of them unless said") @Nullable @QueryValue Integer generation,
            @Parameter(description = "rows of a page, 1 to 1000; 200 unless said") @Nullable @QueryValue String limit,
            @Parameter(description = "next of the page before") @Nullable @QueryValue String cursor)
            throws TransientFailure {
        Page<Happening> page = timeline.events(videoId, generation, limit, cursor);
        boolean none = page.rows().isEmpty()
                && cursor == null
                && timeline.find(videoId).isEmpty();
        return none ? Problem.unknownVideo() : HttpResponse.ok(new Happenings(page.rows(), page.next()));
    }

    /** One event now, and one after each change; a comment every fifteen seconds keeps proxies from closing what is quiet. */
    @Get(
            value = "/live",
            produces = {MediaType.TEXT_EVENT_STREAM, Problem.CONTENT_TYPE})
    @Operation(summary = "Tells where a video is as server-sent events, now and after each change")
    @ApiResponse(
            responseCode = "200",
            description = "Events named video, each with what GET of the video tells",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM,
                            schema = @Schema(implementation = VideoView.class)))
    @ProblemResponse.UnknownVideo
    @ApiResponse(
            responseCode = "429",
            description = "Too many listen already",
            content = @Content(mediaType = Problem.CONTENT_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> live(String videoId) throws TransientFailure {
        if (timeline.find(videoId).isEmpty()) {
            return Problem.unknownVideo();
        }
        if (live.full()) {
            return Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Too many listen already; ask again for the video itself.",
                    Duration.ofSeconds(30));
        }
        return HttpResponse.ok(live.of(videoId, this::frame))
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
    }

    /** A server-sent event. */
    private Optional<String> frame(String videoId) throws TransientFailure {
        Optional<VideoView> video = VideoView.look(timeline, videoId, clock.instant());
        if (video.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of("event: video\ndata: " + json.writeValueAsString(video.get()) + "\n\n");
        } catch (IOException e) {
            throw new IllegalStateException("a video cannot be written as JSON", e);
        }
    }
}
