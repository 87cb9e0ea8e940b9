package dev.segue.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the chart brings for Grafana and Prometheus. */
final class Dashboards {
    private static final Path CHART = Path.of("..", "helm", "segue");

    private Dashboards() {}

    /** By file name. */
    static Map<String, JsonNode> all() throws IOException {
        Map<String, JsonNode> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(CHART.resolve("dashboards"))) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile()));
            }
        }
        return all;
    }

    /** Every alert and recording rule. */
    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : new YAMLMapper()
                .readTree(CHART.resolve("alerts/rules.yaml").toFile())
                .get("groups")) {
            group.get("rules").forEach(rules::add);
        }
        return rules;
    }

    /** A field of every query of a dashboard: {@code expr} or {@code rawSql}. */
    static List<String> queries(JsonNode dashboard, String field) {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                if (target.has(field)) {
                    queries.add(target.get(field).asText());
                }
            }
        }
        return queries;
    }
}
