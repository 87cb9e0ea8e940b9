package dev.segue.ops;

import dev.segue.contract.Cancel;
import dev.segue.ops.retry.RunCommands;
import dev.segue.ops.timeline.Page;
import dev.segue.ops.timeline.QueryException;
import dev.segue.ops.timeline.Timeline;
import dev.segue.ops.timeline.TimelineVideo;
import dev.segue.ops.timeline.VideoFilter;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where videos are, and what people want of them. All of it as the timeline has it. */
@Controller("/api/v1/videos")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.ops.enabled", value = "true")
final class VideosController {
    private static final String REASON = "Cancelled by request.";
    private static final Set<String> FILTERS =
            new TreeSet<>(List.of("state", "owner", "since", "until", "q", "limit", "cursor"));

    private final Timeline timeline;
    private final RunCommands commands;
    private final Clock clock = Clock.systemUTC();

    VideosController(Timeline timeline, RunCommands commands) {
        this.timeline = timeline;
        this.commands = commands;
    }

    /** A page of videos. */
    record Videos(List<VideoView> videos, @Nullable String next) {}

    /** What was taken. */
    record Taken(String videoId, int generation) {}

    @Get
    @Operation(summary = "Lists videos, the youngest upload first")
    @ApiResponse(
            responseCode = "200",
            description = "A page; next, where it is present, is the cursor of the one that follows",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Videos.class)))
    @ProblemResponse.OddParameter
    @ProblemResponse.TimelineAway
    Videos list(
            @Parameter(hidden = true) HttpRequest<?> request,
            @Parameter(
                            description =
                                    "running, stuck, published, rejected, cancelled, failed, or open for the first two; several with commas")
                    @Nullable
                    @QueryValue
                    String state,
            @Parameter(description = "who it belongs to") @Nullable @QueryValue String owner,
            @Parameter(description = "uploaded then or later: a time, a day, or a duration before now such as PT1H")
                    @Nullable
                    @QueryValue
                    String since,
            @Parameter(description = "uploaded before then") @Nullable @QueryValue String until,
            @Parameter(description = "words of the name, each at least begun, or the video's id") @Nullable @QueryValue
                    String q,
            @Parameter(description = "rows of a page, 1 to 200; 50 unless said") @Nullable @QueryValue String limit,
            @Parameter(description = "next of the page before") @Nullable @QueryValue String cursor)
            throws TransientFailure {
        request.getParameters().names().stream()
                .filter(name -> !FILTERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new QueryException(
                            "There is no parameter " + name + "; there are " + String.join(", ", FILTERS) + ".");
                });
        Page<TimelineVideo> page =
                timeline.videos(VideoFilter.of(state, owner, since, until, q, limit, cursor, clock.instant()));
        return new Videos(
                page.rows().stream().map(v -> VideoView.of(v, clock.instant())).toList(), page.next());
    }

    @Get("/{videoId}")
    @Operation(summary = "Tells where a video is: progress by stage and rendition, time left, warnings, errors")
    @ApiResponse(
            responseCode = "200",
            description = "The newest run",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VideoView.class)))
    @ProblemResponse.UnknownVideo
    @ProblemResponse.TimelineAway
    HttpResponse<?> one(String videoId) throws TransientFailure {
        Optional<VideoView> video = VideoView.look(timeline, videoId, clock.instant());
        return video.isPresent() ? HttpResponse.ok(video.get()) : Problem.unknownVideo();
    }

    /** Taken once the command is written; {@code GET} tells what became of it. */
    @Post("/{videoId}/cancel")
    @Operation(summary = "Cancels the newest run of a video, and older ones; what was published stays")
    @ApiResponse(
            responseCode = "202",
            description = "The command is written",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Taken.class)))
    @ProblemResponse.UnknownVideo
    @ApiResponse(
            responseCode = "503",
            description = "PostgreSQL or Kafka does not answer",
            content = @Content(mediaType = Problem.CONTENT_TYPE, schema = @Schema(implementation = Problem.class)))
    HttpResponse<?> cancel(
            String videoId, @Parameter(description = "why, for people") @Nullable @QueryValue String reason)
            throws TransientFailure, InterruptedException {
        if (timeline.find(videoId).isEmpty()) {
            return Problem.unknownVideo();
        }
        Cancel command = commands.cancel(videoId, reason == null || reason.isBlank() ? REASON : reason, "api");
        return HttpResponse.accepted().body(new Taken(videoId, command.generation()));
    }
}
