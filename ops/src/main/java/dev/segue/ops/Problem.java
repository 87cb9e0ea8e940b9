package dev.segue.ops;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not fulfilled, as {@code application/problem+json} (RFC 9457).
 *
 * @param type what kind of problem it is; all of ours are told apart by status and detail
 * @param detail what the caller can do
 */
record Problem(String type, String title, int status, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    static MutableHttpResponse<?> of(HttpStatus status, String detail) {
        return of(status, detail, null);
    }

    /** @param retryAfter when it makes sense to ask again */
    static MutableHttpResponse<?> of(HttpStatus status, String detail, @Nullable Duration retryAfter) {
        MutableHttpResponse<?> response = HttpResponse.status(status)
                .body(new Problem("about:blank", status.getReason(), status.getCode(), detail))
                .contentType(CONTENT_TYPE);
        return retryAfter == null
                ? response
                : response.header("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
    }

    static MutableHttpResponse<?> unknownVideo() {
        return of(HttpStatus.NOT_FOUND, "There is no such video.");
    }
}
