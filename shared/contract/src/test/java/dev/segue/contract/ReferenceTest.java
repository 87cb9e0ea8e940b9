package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of the reference list exactly what the code has. */
final class ReferenceTest {
    private static final Path REFERENCE = Path.of("../../docs/reference");

    @Test
    void everyRejectionCodeIsExplained() throws Exception {
        List<String> rows = firstCells("rejections.md");

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(RejectionCode.values()).map(Enum::name).toList());
        assertThat(Files.readAllLines(REFERENCE.resolve("rejections.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList())
                .allSatisfy(line ->
                        assertThat(line.split("\\|")).hasSize(4).allMatch(cell -> cell.isEmpty() || !cell.isBlank()));
    }

    @Test
    void everyEventIsListedWithItsSchema() throws Exception {
        assertThat(firstCells("events.md"))
                .containsExactlyElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::kind).toList());
        String page = Files.readString(REFERENCE.resolve("events.md"));
        for (EventType type : EventType.values()) {
            assertThat(page).contains("(schemas/" + type.kind() + ".v1.schema.json)");
        }
    }

    private static List<String> firstCells(String page) throws Exception {
        return Pattern.compile("^\\| `([^`]+)`", Pattern.MULTILINE)
                .matcher(Files.readString(REFERENCE.resolve(page)))
                .results()
                .map(r -> r.group(1))
                .toList();
    }
}
