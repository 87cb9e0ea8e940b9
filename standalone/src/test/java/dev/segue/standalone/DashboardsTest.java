package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Grafana asks of a dashboard that is put before it as a file. */
class DashboardsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    @Test
    void thereIsOneForEachQuestion() throws Exception {
        assertThat(Dashboards.all()).containsOnlyKeys("dead-letters.json", "pipeline.json", "stage.json", "video.json");
    }

    @Test
    void eachHasANameOfItsOwnAndPanelsThatDoNotOverlap() throws Exception {
        Set<String> names = new HashSet<>();
        for (JsonNode board : Dashboards.all().values()) {
            assertThat(names.add(board.get("uid").asText())).isTrue();
            assertThat(board.get("title").asText()).startsWith("Segue: ");
            assertThat(board.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
            Set<Integer> ids = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (JsonNode panel : board.get("panels")) {
                assertThat(ids.add(panel.get("id").asInt())).isTrue();
                assertThat(panel.get("title").asText()).isNotBlank();
                JsonNode place = panel.get("gridPos");
                assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
                for (int x = 0; x < place.get("w").asInt(); x++) {
                    for (int y = 0; y < place.get("h").asInt(); y++) {
                        assertThat(cells.add((place.get("x").asInt() + x) + ","
                                        + (place.get("y").asInt() + y)))
                                .as("%s lies on another panel", panel.get("title"))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void noneUsesAVariableThatItDoesNotDeclare() throws Exception {
        for (Map.Entry<String, JsonNode> board : Dashboards.all().entrySet()) {
            Set<String> declared = new HashSet<>(Set.of("__rate_interval"));
            board.getValue()
                    .at("/templating/list")
                    .forEach(v -> declared.add(v.get("name").asText()));
            List<String> used = new ArrayList<>(Dashboards.queries(board.getValue(), "expr"));
            used.addAll(Dashboards.queries(board.getValue(), "rawSql"));
            board.getValue().findValues("uid").forEach(uid -> used.add(uid.asText()));
            for (String text : used) {
                Matcher m = VARIABLE.matcher(text);
                while (m.find()) {
                    assertThat(declared).as("%s: %s", board.getKey(), text).contains(m.group(1));
                }
            }
        }
    }
}
