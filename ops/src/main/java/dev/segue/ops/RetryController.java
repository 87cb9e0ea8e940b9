package dev.segue.ops;

import dev.segue.contract.Prioritize;
import dev.segue.contract.Priority;
import dev.segue.ops.retry.Retries;
import dev.segue.ops.retry.RetryFrom;
import dev.segue.ops.retry.RetryRefusedException;
import dev.segue.ops.retry.RetryRequest;
import dev.segue.ops.retry.RunCommands;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has a video made anew: {@code POST /api/v1/videos/{videoId}/retry}; and says how urgent the newest run of one is:
 * {@code POST /api/v1/videos/{videoId}/priority}.
 */
@Controller("/api/v1/videos")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.ops.enabled", value = "true")
final class RetryController {
    private static final String API = "api";

    private final Retries retries;
    private final RunCommands commands;

    RetryController(Retries retries, RunCommands commands) {
        this.retries = retries;
        this.commands = commands;
    }

    /** @param priority urgent, high, normal or low */
    record Urgency(@Nullable Priority priority) {}

    /**
     * How; everything may be left out.
     *
     * @param supersede cancels a run that is under way
     * @param by who asks for it, for the audit
     */
    record Wish(
            @Nullable String from,
            @Nullable String profile,
            @Nullable Priority priority,
            @Nullable Boolean supersede,
            @Nullable String by) {}

    /** Taken once the event that begins the run is written. */
    @Post("/{videoId}/retry")
    HttpResponse<?> retry(String videoId, @Body @Nullable Wish wish) throws InterruptedException {
        Wish how = wish == null ? new Wish(null, null, null, null, null) : wish;
        return answered(() -> retries.retry(new RetryRequest(
                videoId,
                how.from() == null ? null : RetryFrom.of(how.from()),
                how.profile(),
                how.priority(),
                Boolean.TRUE.equals(how.supersede()),
                null,
                how.by() == null || how.by().isBlank() ? API : how.by(),
                API,
                UUID.randomUUID().toString())));
    }

    /** Taken once the command is written. */
    @Post("/{videoId}/priority")
    HttpResponse<?> priority(String videoId, @Body @Nullable Urgency urgency) throws InterruptedException {
        Priority priority = urgency == null ? null : urgency.priority();
        if (priority == null) {
            return Problem.of(HttpStatus.BAD_REQUEST, "Name a priority: urgent, high, normal or low.");
        }
        return answered(() -> {
            Prioritize command = commands.prioritize(videoId, priority, API);
            return Map.of("videoId", videoId, "generation", command.generation(), "priority", priority);
        });
    }

    private interface Deed {
        Object done() throws TransientFailure, InterruptedException;
    }

    private static HttpResponse<?> answered(Deed deed) throws InterruptedException {
        try {
            return HttpResponse.accepted().body(deed.done());
        } catch (RetryRefusedException e) {
            return Problem.of(
                    switch (e.reason()) {
                        case UNKNOWN -> HttpStatus.NOT_FOUND;
                        case RUNNING -> HttpStatus.CONFLICT;
                        case IMPOSSIBLE -> HttpStatus.UNPROCESSABLE_ENTITY;
                    },
                    String.valueOf(e.getMessage()));
        } catch (TransientFailure e) {
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
