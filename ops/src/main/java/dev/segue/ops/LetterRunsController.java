package dev.segue.ops;

import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.ops.deadletter.Letter;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.ops.deadletter.LetterRuns;
import dev.segue.ops.deadletter.ReplayOptions;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts dead letters back and discards them: {@code POST /api/v1/dead-letters/replay} and {@code /discard}, which without
 * {@code yes} only tell which letters are meant, and {@code GET /api/v1/dead-letters/runs/{run}}, which tells how far that is.
 */
@Controller("/api/v1/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "segue.ops.enabled", value = "true")
final class LetterRunsController {
    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final LetterRuns runs;

    LetterRunsController(DeadLetters letters, LetterRuns runs) {
        this.letters = letters;
        this.runs = runs;
    }

    /** Which letters; what is absent does not matter. Durations as in ISO 8601: {@code PT1H}. */
    record Selection(
            @Nullable String id,
            @Nullable String topic,
            @Nullable String stage,
            @Nullable String code,
            @Nullable String fingerprint,
            @Nullable String video,
            @Nullable Duration olderThan,
            @Nullable Duration youngerThan,
            @Nullable Integer replaysBelow,
            @Nullable Boolean quarantined) {
        LetterFilter filter() {
            return new LetterFilter(
                    id == null ? null : LetterId.of(id),
                    topic,
                    stage,
                    code,
                    fingerprint,
                    video,
                    olderThan,
                    youngerThan,
                    replaysBelow);
        }

        Place place() {
            return Boolean.TRUE.equals(quarantined) ? Place.QUARANTINE : Place.OPEN;
        }
    }

    /**
     * What is to be done.
     *
     * @param which absent for all
     * @param yes really do it
     * @param all needed with {@code yes} where nothing says which
     * @param by who asks for it, for the audit
     * @param reason of a discard
     */
    record Order(
            @Nullable Selection which,
            @Nullable Boolean yes,
            @Nullable Boolean all,
            @Nullable String by,
            @Nullable String reason,
            @Nullable Integer limit,
            @Nullable Integer rate,
            @Nullable Integer canary,
            @Nullable Duration patience,
            @Nullable Long maxLag) {
        Selection selection() {
            return which == null ? new Selection(null, null, null, null, null, null, null, null, null, null) : which;
        }

        String who() {
            return by == null || by.isBlank() ? "api" : by;
        }

        ReplayOptions options() {
            return new ReplayOptions(
                    who(),
                    Objects.requireNonNullElse(limit, Integer.MAX_VALUE),
                    Objects.requireNonNullElse(rate, 0),
                    Objects.requireNonNullElse(canary, 0),
                    Objects.requireNonNullElse(patience, ReplayOptions.PATIENCE),
                    Objects.requireNonNullElse(maxLag, ReplayOptions.MOST_LAG),
                    ReplayOptions.quarantineAfter(selection().place()));
        }
    }

    @Post("/replay")
    HttpResponse<?> replay(@Body @Nullable Order order) {
        return answered(order, (filter, asked) -> {
            ReplayOptions options = asked.options();
            return () -> runs.replay(filter, asked.selection().place(), options);
        });
    }

    @Post("/discard")
    HttpResponse<?> discard(@Body @Nullable Order order) {
        return answered(order, (filter, asked) -> {
            String reason = asked.reason();
            if (reason == null || reason.isBlank()) {
                throw new IllegalArgumentException("a reason must be given");
            }
            return () -> runs.discard(filter, asked.selection().place(), asked.who(), reason);
        });
    }

    @Get("/runs/{run}")
    HttpResponse<?> run(String run) {
        return runs.find(run)
                .<HttpResponse<?>>map(HttpResponse::ok)
                .orElseGet(() -> Problem.of(HttpStatus.NOT_FOUND, "There was no run " + run + "."));
    }

    private interface Deed {
        /** Empty while another run is at work. */
        Optional<String> begin();
    }

    private interface Preparation {
        Deed of(LetterFilter filter, Order order);
    }

    private HttpResponse<?> answered(@Nullable Order given, Preparation preparation) {
        Order order = given == null ? new Order(null, null, null, null, null, null, null, null, null, null) : given;
        try {
            LetterFilter filter = order.selection().filter();
            Deed deed = preparation.of(filter, order);
            if (!Boolean.TRUE.equals(order.yes())) {
                List<Letter> meant = letters.letters(filter, order.selection().place());
                return HttpResponse.ok(Map.of(
                        "matched",
                        meant.size(),
                        "letters",
                        meant.stream().limit(MOST).toList()));
            }
            if (filter.isAll() && !Boolean.TRUE.equals(order.all())) {
                return Problem.of(
                        HttpStatus.UNPROCESSABLE_ENTITY,
                        "This means every dead letter there is; say which ones, or \"all\": true.");
            }
            return deed.begin()
                    .<HttpResponse<?>>map(run -> HttpResponse.accepted(URI.create("/api/v1/dead-letters/runs/" + run))
                            .body(Map.of("run", run)))
                    .orElseGet(() -> Problem.of(
                            HttpStatus.CONFLICT,
                            "Another run is at work; wait for its end, which GET runs/{run} tells."));
        } catch (IllegalArgumentException e) {
            return Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, String.valueOf(e.getMessage()));
        }
    }
}
