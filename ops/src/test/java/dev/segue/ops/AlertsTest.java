package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules, judged by Prometheus' own tool. */
class AlertsTest {
    private static final Path RULES = HelmChart.FOLDER.resolve("alerts/rules.yaml");
    private static final Path TESTS = HelmChart.FOLDER.resolve("alerts/rules.test.yaml");

    @TempDir
    Path folder;

    @Test
    void areRulesThatPrometheusTakes() throws Exception {
        assertThat(promtool("check", "rules", RULES.toString())).contains("SUCCESS");
    }

    @Test
    void fireWhenTheyMustAndAreSilentOtherwise() throws Exception {
        assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
    }

    @Test
    void everyOneIsTriedAndSaysWhereItsRunbookIs() throws Exception {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode group : new YAMLMapper().readTree(RULES.toFile()).get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                if (rule.has("alert")) {
                    alerts.add(rule.get("alert").asText());
                    assertThat(rule.at("/labels/severity").asText())
                            .as("%s", rule)
                            .isIn("page", "ticket");
                    assertThat(rule.at("/annotations/runbook_url").asText())
                            .as("%s", rule)
                            .startsWith("docs/runbooks/");
                    assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
                }
            }
        }
        Set<String> fired = new TreeSet<>();
        for (JsonNode test : new YAMLMapper().readTree(TESTS.toFile()).get("tests")) {
            for (JsonNode at : test.get("alert_rule_test")) {
                if (at.has("exp_alerts")) {
                    fired.add(at.get("alertname").asText());
                }
            }
        }
        assertThat(fired).isEqualTo(alerts);
    }

    @Test
    void everyQueryOfADashboardIsOneThatPrometheusTakes() throws Exception {
        List<String> rules = new ArrayList<>(List.of("groups:", "  - name: dashboards", "    rules:"));
        int queries = 0;
        for (File file : dashboards()) {
            for (JsonNode panel : new YAMLMapper().readTree(file).get("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    if (target.has("expr")) {
                        String query = target.get("expr")
                                .asText()
                                .replace("$__rate_interval", "5m")
                                .replaceAll("\\$\\w+", "x");
                        rules.add("      - record: query:" + queries++);
                        rules.add("        expr: '" + query.replace("'", "''") + "'");
                    }
                }
            }
        }
        assertThat(queries).isGreaterThan(30);

        assertThat(promtool(
                        "check",
                        "rules",
                        Files.write(folder.resolve("queries.yaml"), rules).toString()))
                .contains(queries + " rules found");
    }

    private static File[] dashboards() {
        File[] files = HelmChart.FOLDER.resolve("dashboards").toFile().listFiles((dir, name) -> name.endsWith(".json"));
        assertThat(files).isNotEmpty();
        return files;
    }

    /** What it prints; it must be content. */
    private static String promtool(String... words) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, "promtool"))),
                "promtool (Debian's package prometheus) is not on the PATH");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
