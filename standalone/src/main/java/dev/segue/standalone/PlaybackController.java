package dev.segue.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.ObjectRef;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * Serves published versions out of the store, where production has a CDN. A version that the video's pointer does not name does
 * not exist.
 */
@Controller("/vod")
@Requires(property = "segue.stage.publisher.enabled", value = "true")
final class PlaybackController {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern PATH = Pattern.compile("([A-Za-z0-9_-]+/)?[A-Za-z0-9_-]+\\.(m3u8|mpd|mp4|m4s)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectStore store;
    private final String bucket;

    PlaybackController(ObjectStore store, Buckets buckets) {
        this.store = store;
        this.bucket = buckets.vod();
    }

    @Get("/{videoId}/v{version}/{+path}")
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<?> serve(@PathVariable String videoId, @PathVariable int version, @PathVariable String path)
            throws IOException {
        if (!ID.matcher(videoId).matches() || !PATH.matcher(path).matches() || visible(videoId) != version) {
            return HttpResponse.notFound();
        }
        try {
            ObjectRef object = new ObjectRef(bucket, ObjectKeys.version(videoId, version) + path);
            return HttpResponse.ok(new StreamedFile(store.read(object), type(path)))
                    .header("Access-Control-Allow-Origin", "*")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Cache-Control", "public, max-age=31536000, immutable");
        } catch (ObjectMissingException e) {
            return HttpResponse.notFound();
        }
    }

    private int visible(String videoId) throws IOException {
        try (InputStream in = store.read(new ObjectRef(bucket, ObjectKeys.pointer(videoId)))) {
            return JSON.readTree(in).path("version").asInt();
        } catch (ObjectMissingException e) {
            return 0;
        }
    }

    private static MediaType type(String path) {
        return switch (path.substring(path.lastIndexOf('.'))) {
            case ".m3u8" -> MediaType.of("application/vnd.apple.mpegurl");
            case ".mpd" -> MediaType.of("application/dash+xml");
            case ".mp4" -> MediaType.of("video/mp4");
            default -> MediaType.of("video/iso.segment");
        };
    }
}
