package dev.segue.ops;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.Map;

/** Why a request was not fulfilled, as {@code application/problem+json} (RFC 9457). */
final class Problem {
    private Problem() {}

    static HttpResponse<?> of(HttpStatus status, String detail) {
        return HttpResponse.status(status)
                .body(Map.of(
                        "type",
                        "about:blank",
                        "title",
                        status.getReason(),
                        "status",
                        status.getCode(),
                        "detail",
                        detail))
                .contentType("application/problem+json");
    }
}
