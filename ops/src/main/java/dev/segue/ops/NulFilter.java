package dev.segue.ops;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses addresses that hold the character NUL. Nothing that can be asked for has one in its name, and PostgreSQL does not even take the
 * question.
 */
@ServerFilter({"/api/v1/videos", "/api/v1/videos/**", "/api/v1/dead-letters", "/api/v1/dead-letters/**"})
@Requires(property = "segue.ops.enabled", value = "true")
final class NulFilter {
    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        return request.getUri().toString().contains("%00")
                ? Problem.of(HttpStatus.BAD_REQUEST, "Neither an id nor a parameter may hold the character NUL (%00).")
                : null;
    }
}
