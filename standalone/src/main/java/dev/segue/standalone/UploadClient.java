package dev.segue.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Uploads files through ingest's door, as a CMS would. */
final class UploadClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    UploadClient(URI server) {
        this.server = server;
    }

    /**
     * Uploads a file.
     *
     * @return the videoId it got
     * @throws Fault when the file cannot be read or is not taken
     */
    String upload(Path file, @Nullable String profile) throws InterruptedException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Fault(file + " is not a readable file. Name the film to transcode.");
        }
        String query = "?name=" + encode(String.valueOf(file.getFileName()));
        if (profile != null) {
            query += "&profile=" + encode(profile);
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/v1/uploads" + query))
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() != 202) {
                throw new Fault(file + " was not taken: "
                        + body.path("detail").asText(body.path("title").asText("status " + response.statusCode())));
            }
            return body.path("videoId").asText();
        } catch (IOException e) {
            throw new Fault(file + " could not be uploaded", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
