package dev.segue.ops;

import dev.segue.contract.Cancel;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where videos are: {@code GET /api/v1/videos} and {@code GET /api/v1/videos/{videoId}}; and what people want of them:
 * {@code POST /api/v1/videos/{videoId}/cancel}.
 */
@Controller("/api/v1/videos")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.stage.ingest.enabled", value = "true")
final class VideosController {
    private static final int MOST = 200;

    private static final String REASON = "Cancelled by request.";

    private final ProgressBoard board;
    private final EventPublisher publisher;
    private final Clock clock = Clock.systemUTC();

    VideosController(ProgressBoard board, EventPublisher publisher) {
        this.board = board;
        this.publisher = publisher;
    }

    @Get
    Map<String, List<VideoView>> latest(@QueryValue(defaultValue = "50") int limit) {
        return Map.of(
                "videos",
                board.latest(Math.clamp(limit, 1, MOST)).stream()
                        .map(p -> VideoView.of(p, clock.instant()))
                        .toList());
    }

    @Get("/{videoId}")
    HttpResponse<?> one(String videoId) {
        return board.find(videoId)
                .<HttpResponse<?>>map(p -> HttpResponse.ok(VideoView.of(p, clock.instant())))
                .orElseGet(() -> Problem.of(HttpStatus.NOT_FOUND, "There is no such video."));
    }

    /** Taken once the command is written; {@code GET} tells what became of it. */
    @Post("/{videoId}/cancel")
    HttpResponse<?> cancel(String videoId, @Nullable @QueryValue String reason) throws InterruptedException {
        Optional<VideoProgress> video = board.find(videoId);
        if (video.isEmpty()) {
            return Problem.of(HttpStatus.NOT_FOUND, "There is no such video.");
        }
        int generation = video.get().generation();
        String why = reason == null || reason.isBlank() ? REASON : reason;
        try {
            publisher.publish("api", List.of(new Cancel(videoId, generation, why)));
        } catch (TransientFailure e) {
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Kafka did not take the command; try again.");
        }
        return HttpResponse.accepted().body(Map.of("videoId", videoId, "generation", generation));
    }
}
