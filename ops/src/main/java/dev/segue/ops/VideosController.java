package dev.segue.ops;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Where videos are: {@code GET /api/v1/videos} and {@code GET /api/v1/videos/{videoId}}. */
@Controller("/api/v1/videos")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.stage.ingest.enabled", value = "true")
final class VideosController {
    private static final int MOST = 200;

    private final ProgressBoard board;
    private final Clock clock = Clock.systemUTC();

    VideosController(ProgressBoard board) {
        this.board = board;
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
                .orElseGet(() -> HttpResponse.notFound(Map.of(
                                "type",
                                "about:blank",
                                "title",
                                "Not Found",
                                "status",
                                404,
                                "detail",
                                "There is no such video."))
                        .contentType("application/problem+json"));
    }
}
