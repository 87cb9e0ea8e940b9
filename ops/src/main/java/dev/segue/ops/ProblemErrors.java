package dev.segue.ops;

import dev.segue.ops.timeline.QueryException;
import dev.segue.stage.TransientFailure;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Collectors;

/** Has every error leave as a {@link Problem}, those of the framework included. */
final class ProblemErrors {
    private static final Duration SOON = Duration.ofSeconds(5);

    private ProblemErrors() {}

    /** Unknown paths, unreadable parameters, unexpected exceptions. */
    @Singleton
    @Primary
    @Requires(property = "segue.ops.enabled", value = "true")
    static final class Framework implements ErrorResponseProcessor<Problem> {
        @Override
        public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpStatus status = response.status();
            // The words of an unexpected exception are for the log: they may tell of SQL and of other servers.
            String detail = status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()
                    ? "Segue could not answer; its log says why."
                    : context.getErrors().stream()
                            .map(error -> error.getMessage())
                            .collect(Collectors.joining("; "));
            return response.body(new Problem("about:blank", status.getReason(), status.getCode(), detail))
                    .contentType(Problem.CONTENT_TYPE);
        }
    }

    /** What a caller gave that is not allowed; the message says what is. */
    @Singleton
    @Produces(Problem.CONTENT_TYPE)
    @Requires(property = "segue.ops.enabled", value = "true")
    static final class Refused implements ExceptionHandler<QueryException, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes") // as the framework declares it
        public HttpResponse<?> handle(HttpRequest request, QueryException e) {
            return Problem.of(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Kafka or the store does not answer; the message says which. */
    @Singleton
    @Produces(Problem.CONTENT_TYPE)
    @Requires(property = "segue.ops.enabled", value = "true")
    static final class Unavailable implements ExceptionHandler<ClusterUnavailableException, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes") // as the framework declares it
        public HttpResponse<?> handle(HttpRequest request, ClusterUnavailableException e) {
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), SOON);
        }
    }

    /** A server we need is away. */
    @Singleton
    @Produces(Problem.CONTENT_TYPE)
    @Requires(property = "segue.ops.enabled", value = "true")
    static final class Away implements ExceptionHandler<TransientFailure, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes") // as the framework declares it
        public HttpResponse<?> handle(HttpRequest request, TransientFailure e) {
            String detail = e.code().equals("kafka-unavailable")
                    ? "Kafka did not take the command; try again."
                    : "The timeline is away: PostgreSQL does not answer. Videos are transcoded all the same, and the"
                            + " timeline catches up once it is back. Try again.";
            return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, detail, SOON);
        }
    }
}
