package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings nobody reads stop the start; nothing here waits for a server. */
class SettingKeysTest {
    @TempDir
    Path folder;

    @AfterEach
    void forgetTheFile() {
        System.clearProperty("micronaut.config.files");
    }

    @ParameterizedTest
    @CsvSource({
        "segue.encoder.slotz, segue.encoder.slots",
        "segue.encodr.slots, segue.encoder.slots",
        "segue.stage.probe.enabled, segue.stage.prober.enabled",
        "segue.scaner.allowed-buckets[0], segue.scanner.allowed-buckets",
        "segue.kafka.bootstrap-server, segue.kafka.bootstrap-servers"
    })
    void aMisspeltKeyIsNamedWithTheOneItResembles(String key, String meant) {
        assertThatThrownBy(() -> check(Map.of(key, "1"), PropertyConvention.JAVA_PROPERTIES))
                .isInstanceOf(Fault.class)
                .hasMessage(
                        "unknown setting " + key + "; the nearest known one is " + meant + ". Correct or remove it.");
    }

    @ParameterizedTest
    @CsvSource({
        "SEGUE_ENCODER_SLOTZ, SEGUE_ENCODER_SLOTS",
        "SEGUE_POSTGRES_PASWORD, SEGUE_POSTGRES_PASSWORD",
        "SEGUE_HAEP, SEGUE_HEAP"
    })
    void aMisspeltVariableIsNamedWithTheOneItResembles(String variable, String meant) {
        assertThatThrownBy(() -> check(Map.of(variable, "1"), PropertyConvention.ENVIRONMENT_VARIABLE))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("unknown setting " + variable + "; the nearest known one is " + meant + ".");
    }

    @Test
    void theReferenceHasEveryKeyAndNoOther() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (String key : keysOfTheReference()) {
            if (key.contains("<name>")) {
                Laptop.STAGES.forEach(stage -> documented.add(key.replace("<name>", stage)));
            } else {
                documented.add(key);
            }
        }

        try (ApplicationContext context =
                ApplicationContext.builder().deduceEnvironment(false).start()) {
            assertThat(SettingKeys.ofRecords(context)).isEqualTo(documented);
        }
    }

    @Test
    void everyKeyOfTheReferencePassesInEverySpelling() throws Exception {
        Map<String, Object> properties = new HashMap<>();
        Map<String, Object> variables = new HashMap<>();
        for (String documented : keysOfTheReference()) {
            String key = documented.replace("<name>", "encoder").replace("properties.*", "properties.sasl.jaas.config");
            properties.put(key, "1");
            variables.put(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), "1");
        }

        assertThatCode(() -> check(properties, PropertyConvention.JAVA_PROPERTIES))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(variables, PropertyConvention.ENVIRONMENT_VARIABLE))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(
                        Map.of("segue.prober.maxDuration", "PT1H", "segue.scanner.allowed-buckets[1]", "b"),
                        PropertyConvention.JAVA_PROPERTIES))
                .doesNotThrowAnyException();
    }

    /** The first column of the table; {@code .x} after a key stands for its neighbour. */
    private static Set<String> keysOfTheReference() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../docs/reference/configuration.md"))) {
            if (line.startsWith("| `segue.")) {
                String before = "";
                for (String word : line.split("\\|")[1].replaceAll("[ `]", "").split(",")) {
                    before = word.startsWith(".") ? before.substring(0, before.lastIndexOf('.')) + word : word;
                    keys.add(before);
                }
            }
        }
        return keys;
    }

    @Test
    void variablesOfTheLauncherAndOfKubernetesPass() {
        Map<String, Object> variables = Map.of(
                "SEGUE_HEAP", "1g",
                "SEGUE_PORT", "tcp://10.0.0.1:80",
                "SEGUE_PORT_80_TCP_ADDR", "10.0.0.1",
                "SEGUE_INGEST_SERVICE_HOST", "10.0.0.1",
                "SEGUE_INGEST_SERVICE_PORT_HTTP", "80",
                "SEGUED_THROUGH", "yes");

        assertThatCode(() -> check(variables, PropertyConvention.ENVIRONMENT_VARIABLE))
                .doesNotThrowAnyException();
    }

    @Test
    void oneStageAloneDoesNotStart() throws Exception {
        Path config = Files.writeString(folder.resolve("segue.yml"), "segue:\n  scanner:\n    max-byte: 5\n");

        assertThat(run("stage", "scanner", "--port", "0", "--config", config.toString()))
                .isEqualTo("1 segue: unknown setting segue.scanner.max-byte; the nearest known one is"
                        + " segue.scanner.max-bytes. Correct or remove it.");
        assertThat(run("topics", "diff", "--config", config.toString())).startsWith("1 segue: unknown setting");
    }

    @Test
    void allOfThemTogetherDoNotStart() {
        Map<String, Object> settings = Map.of(
                "segue.kafka.bootstrap-servers", "127.0.0.1:1",
                "segue.s3.endpoint", "http://127.0.0.1:1",
                "segue.postgres.url", "jdbc:postgresql://127.0.0.1:1/none",
                "segue.encoder.slotz", "1");

        try (DataFolder data = DataFolder.open(folder)) {
            assertThatThrownBy(() -> Laptop.start(data, 0, settings))
                    .isInstanceOf(Fault.class)
                    .hasMessageStartingWith("unknown setting segue.encoder.slotz");
        }
    }

    private static void check(Map<String, Object> settings, PropertyConvention convention) {
        try (ApplicationContext context = ApplicationContext.builder()
                .propertySources(PropertySource.of("test", settings, convention))
                .deduceEnvironment(false)
                .start()) {
            SettingKeys.check(context);
        }
    }

    private static String run(String... args) {
        StringWriter err = new StringWriter();
        int status = Segue.commandLine().setErr(new PrintWriter(err)).execute(args);
        return status + " " + err.toString().strip();
    }
}
