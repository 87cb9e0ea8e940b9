package dev.segue.ingest;

import dev.segue.contract.Job;
import dev.segue.contract.Priority;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/uploads}: the body is the film, whatever its content type. */
@Controller("/api/v1/uploads")
@Requires(property = "segue.stage.ingest.enabled", value = "true")
final class UploadController {
    /** The answer to an upload that was taken. */
    record Answer(
            String videoId,
            int generation,
            String status,
            long sizeBytes,
            @Nullable String sha256) {}

    private final UploadSource uploads;
    private final UploadMeters meters;

    UploadController(UploadSource uploads, UploadMeters meters) {
        this.uploads = uploads;
        this.meters = meters;
    }

    @Post
    @Consumes(MediaType.ALL)
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_JSON_PROBLEM})
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> upload(
            HttpRequest<?> request,
            @Body @Nullable InputStream body,
            @QueryValue @Nullable String name,
            @QueryValue @Nullable String videoId,
            @QueryValue @Nullable String profile,
            @QueryValue @Nullable String priority,
            @QueryValue @Nullable String owner)
            throws IOException {
        // Closing lets the rest of a film that is refused early flow past unread; a client that listens only when all
        // is
        // sent would otherwise wait for ever.
        try (InputStream film = body == null ? InputStream.nullInputStream() : body) {
            Job job;
            try {
                job = new Job(name, profile, priority(priority), owner);
            } catch (IllegalArgumentException e) {
                return answer(meters.count(new UploadResult.Refused(e.getMessage() + ".")));
            }
            String wanted = videoId == null || videoId.isBlank() ? null : videoId;
            return answer(meters.count(uploads.upload(
                    film,
                    request.getContentLength(),
                    wanted,
                    job,
                    request.getHeaders().get("traceparent"))));
        }
    }

    private static HttpResponse<?> answer(UploadResult result) {
        return switch (result) {
            case UploadResult.Accepted a ->
                HttpResponse.accepted()
                        .body(new Answer(
                                a.videoId(),
                                a.generation(),
                                "accepted",
                                a.source().sizeBytes(),
                                a.source().sha256()));
            case UploadResult.Refused r -> problem(HttpStatus.BAD_REQUEST, r.sentence(), null);
            case UploadResult.Conflict c ->
                problem(
                        HttpStatus.CONFLICT,
                        "The video " + c.videoId()
                                + " exists already with other bytes, or another upload of it has just ended, or it is"
                                + " published and its film is stored no more; send the film under a new videoId.",
                        c.videoId());
            case UploadResult.TooLarge t ->
                problem(
                        HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        "The film is longer than the " + t.limitBytes() + " bytes that are taken.",
                        null);
            case UploadResult.BrokenOff b ->
                problem(HttpStatus.BAD_REQUEST, "The body ended before it was complete; send it again.", null);
            case UploadResult.Unavailable u ->
                problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Cannot reach " + u.what() + " now; send the film again later under the same videoId.",
                        u.videoId());
        };
    }

    private static @Nullable Priority priority(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        return Arrays.stream(Priority.values())
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("priority must be one of "
                        + Arrays.stream(Priority.values())
                                .map(p -> p.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static HttpResponse<Problem> problem(HttpStatus status, String detail, @Nullable String videoId) {
        return HttpResponse.<Problem>status(status)
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
                .body(new Problem(status.getReason(), status.getCode(), detail, videoId));
    }
}
