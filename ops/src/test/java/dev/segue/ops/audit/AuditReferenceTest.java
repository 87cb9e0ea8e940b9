package dev.segue.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AuditReferenceTest {
    private static final List<String> CODES =
            Arrays.stream(FindingCode.values()).map(FindingCode::label).toList();

    @Test
    void everyFindingIsExplained() throws Exception {
        String page = Files.readString(Path.of("../docs/reference/audit.md"));

        assertThat(Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(r -> r.group(1)))
                .filteredOn(cell -> !cell.startsWith("--"))
                .containsExactlyElementsOf(CODES);
    }

    @Test
    void theRunbookSaysWhatToDoAboutEach() throws Exception {
        String page = Files.readString(Path.of("../docs/runbooks/audit.md"));

        assertThat(CODES).allSatisfy(code -> assertThat(page).contains("`" + code + "`"));
    }
}
