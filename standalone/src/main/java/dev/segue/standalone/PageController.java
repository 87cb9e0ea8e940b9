package dev.segue.standalone;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.types.files.StreamedFile;

/** The upload page and the play page. */
@Controller
@Requires(property = "segue.stage.ingest.enabled", value = "true")
@Requires(property = "segue.stage.publisher.enabled", value = "true")
final class PageController {
    private static final String POLICY = "default-src 'self'; media-src 'self' blob:; worker-src 'self' blob:;"
            + " connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'";

    private final ResourceResolver resources;

    PageController(ResourceResolver resources) {
        this.resources = resources;
    }

    @Get("/")
    HttpResponse<?> index() {
        return page("index.html", MediaType.TEXT_HTML_TYPE);
    }

    /** The page reads the videoId from its own address. */
    @Get("/play/{videoId}")
    HttpResponse<?> play(String videoId) {
        return page("play.html", MediaType.TEXT_HTML_TYPE);
    }

    @Get("/page/index.js")
    HttpResponse<?> indexScript() {
        return page("index.js", MediaType.of("text/javascript"));
    }

    @Get("/page/play.js")
    HttpResponse<?> playScript() {
        return page("play.js", MediaType.of("text/javascript"));
    }

    @Get("/page/page.css")
    HttpResponse<?> style() {
        return page("page.css", MediaType.of("text/css"));
    }

    private HttpResponse<?> page(String name, MediaType type) {
        return resources
                .getResourceAsStream("classpath:page/" + name)
                .<HttpResponse<?>>map(in -> HttpResponse.ok(new StreamedFile(in, type))
                        .header("Content-Security-Policy", POLICY)
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Cache-Control", "no-cache"))
                .orElseGet(HttpResponse::notFound);
    }
}
