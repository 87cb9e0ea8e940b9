package dev.segue.ops;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.types.files.StreamedFile;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/** {@code GET /openapi.yaml}: the description of the API, which the build makes of the controllers. */
@Controller
@Hidden
@Requires(property = "segue.ops.enabled", value = "true")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Segue status API",
                        version = "1",
                        description =
                                "Where each video is, and what lies in the dead-letter topics. Errors are problem details (RFC 9457)."))
final class OpenApiController {
    private final ResourceResolver resources;

    OpenApiController(ResourceResolver resources) {
        this.resources = resources;
    }

    @Get("/openapi.yaml")
    HttpResponse<?> description() {
        return resources
                .getResourceAsStream("classpath:META-INF/swagger/openapi.yml")
                .<HttpResponse<?>>map(in -> HttpResponse.ok(new StreamedFile(in, MediaType.of("application/yaml"))))
                .orElseGet(HttpResponse::notFound);
    }
}
