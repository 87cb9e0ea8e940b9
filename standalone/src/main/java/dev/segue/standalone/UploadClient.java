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
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Uploads files through ingest's door, as a CMS would. */
final class UploadClient implements AutoCloseable {
    private static final int ACCEPTED = 202;
    private static final int SERVER_FAULT = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    UploadClient(URI server) {
        this.server = server;
    }

    /** Uploads a file under its own name. */
    Upload upload(Path file, @Nullable String profile) throws InterruptedException {
        return upload(file, String.valueOf(file.getFileName()), profile);
    }

    /** Uploads a file under a name that it need not have here. */
    Upload upload(Path file, String name, @Nullable String profile) throws InterruptedException {
        String query = "?name=" + encode(name);
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
            if (response.statusCode() == ACCEPTED) {
                return new Upload.Taken(body.path("videoId").asText());
            }
            String sentence = body.path("detail").asText(body.path("title").asText("status " + response.statusCode()));
            return response.statusCode() < SERVER_FAULT ? new Upload.Refused(sentence) : new Upload.Failed(sentence);
        } catch (IOException e) {
            return new Upload.Failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
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
