package dev.segue.ops;

import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.ops.deadletter.LetterGroup;
import dev.segue.ops.deadletter.LetterId;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the dead-letter topics: {@code GET /api/v1/dead-letters} by cause, {@code GET /api/v1/dead-letters/each} one by
 * one. {@link LetterRunsController} puts them back.
 */
@Controller("/api/v1/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.ops.enabled", value = "true")
final class DeadLettersController {
    private static final int MOST = 1_000;

    private final DeadLetters letters;

    DeadLettersController(DeadLetters letters) {
        this.letters = letters;
    }

    @Get
    HttpResponse<?> groups(
            @QueryValue @Nullable String topic,
            @QueryValue @Nullable String stage,
            @QueryValue @Nullable String code,
            @QueryValue @Nullable String fingerprint,
            @QueryValue @Nullable String video) {
        return answered(() -> {
            List<LetterGroup> groups = letters.groups(filter(null, topic, stage, code, fingerprint, video), Place.OPEN);
            return Map.of("groups", groups);
        });
    }

    @Get("/each")
    HttpResponse<?> each(
            @QueryValue @Nullable String id,
            @QueryValue @Nullable String topic,
            @QueryValue @Nullable String stage,
            @QueryValue @Nullable String code,
            @QueryValue @Nullable String fingerprint,
            @QueryValue @Nullable String video) {
        return answered(() -> Map.of(
                "letters",
                letters.letters(filter(id, topic, stage, code, fingerprint, video), Place.OPEN).stream()
                        .limit(MOST)
                        .toList()));
    }

    private static LetterFilter filter(
            @Nullable String id,
            @Nullable String topic,
            @Nullable String stage,
            @Nullable String code,
            @Nullable String fingerprint,
            @Nullable String video) {
        return new LetterFilter(
                id == null ? null : LetterId.of(id), topic, stage, code, fingerprint, video, null, null, null);
    }

    private interface Question {
        Object ask();
    }

    private static HttpResponse<?> answered(Question question) {
        try {
            return HttpResponse.ok(question.ask());
        } catch (IllegalArgumentException e) {
            return Problem.of(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
