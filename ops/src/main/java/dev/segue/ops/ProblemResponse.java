package dev.segue.ops;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What several operations answer when they cannot do what they are asked; for the description of the API. */
final class ProblemResponse {
    private ProblemResponse() {}

    /** A parameter cannot be read, or is not known. */
    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "400",
            description = "A parameter is not allowed; the detail says what is",
            content = @Content(mediaType = Problem.CONTENT_TYPE, schema = @Schema(implementation = Problem.class)))
    @interface OddParameter {}

    /** The timeline knows nothing of it. */
    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "404",
            description = "There is no such video",
            content = @Content(mediaType = Problem.CONTENT_TYPE, schema = @Schema(implementation = Problem.class)))
    @interface UnknownVideo {}

    /** The timeline cannot be asked. */
    @Target(ElementType.METHOD)
    @ApiResponse(
            responseCode = "503",
            description = "PostgreSQL does not answer",
            content = @Content(mediaType = Problem.CONTENT_TYPE, schema = @Schema(implementation = Problem.class)))
    @interface TimelineAway {}
}
