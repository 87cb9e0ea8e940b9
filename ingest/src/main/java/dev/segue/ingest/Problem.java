package dev.segue.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not fulfilled, as {@code application/problem+json} (RFC 9457).
 *
 * @param title the kind of problem, the same words every time
 * @param status the HTTP status
 * @param detail what is wrong with this request and what helps
 * @param videoId the video it was about, where it makes sense to send it again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String title, int status, String detail, @Nullable String videoId) {}
