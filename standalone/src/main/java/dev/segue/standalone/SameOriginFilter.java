package dev.segue.standalone;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On a laptop any web page in the browser can send requests to 127.0.0.1. Only those of our own pages are let through: the host
 * must be this computer's loopback name, which DNS rebinding cannot forge, and an origin, where the browser names one, our own.
 */
@ServerFilter("/**")
@Requires(property = "segue.laptop", value = "true")
final class SameOriginFilter {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        String host = request.getHeaders().get("Host");
        String origin = request.getHeaders().get("Origin");
        if (host == null || !LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))) {
            return refuse("The host must be 127.0.0.1 or localhost.");
        }
        boolean reads =
                request.getMethodName().equals("GET") || request.getMethodName().equals("HEAD");
        if (origin != null && !reads && !origin.equals("http://" + host)) {
            return refuse("Requests of other web pages are not taken.");
        }
        return null;
    }

    private static MutableHttpResponse<?> refuse(String sentence) {
        return HttpResponse.status(HttpStatus.FORBIDDEN)
                .contentType("application/problem+json")
                .body(Map.of("type", "about:blank", "title", "Forbidden", "status", 403, "detail", sentence));
    }
}
