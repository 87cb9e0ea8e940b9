package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.media.ffmpeg.Confinement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class FfmpegHealthIT {
    @Test
    void healthSaysHowFfmpegIsConfined() throws Exception {
        Laptop laptop = Pipeline.shared().laptop();
        URI health = laptop.address().resolve("/health");
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                    .body();

            JsonNode ffmpeg = JsonMapper.builder().build().readTree(body).at("/details/ffmpeg");
            Confinement confinement = laptop.context().getBean(Confinement.class);
            assertThat(ffmpeg.at("/status").asText()).isEqualTo("UP");
            confinement.facts().forEach((name, value) -> assertThat(
                            ffmpeg.at("/details/" + name).asText())
                    .isEqualTo(value));
            assertThat(confinement.facts()).containsKeys("sandbox", "limits", "orphans");
        }
    }
}
