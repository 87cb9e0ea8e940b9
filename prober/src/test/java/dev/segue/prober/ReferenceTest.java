package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of the reference list exactly what the prober can say. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/reference");

    @Test
    void everyWarningOfTheProberIsExplained() throws Exception {
        assertThat(codes("warnings.md", "## From the probe"))
                .containsExactlyElementsOf(
                        Arrays.stream(Oddity.values()).map(Oddity::code).toList());
    }

    @Test
    void everyReasonToLeaveSomethingOutIsExplained() throws Exception {
        assertThat(codes("profiles.md", "## What is left out"))
                .containsExactlyElementsOf(
                        Arrays.stream(LeftOut.values()).map(LeftOut::code).toList());
    }

    /** The first cells of the table under a heading. */
    private static List<String> codes(String page, String heading) throws Exception {
        String text = Files.readString(REFERENCE.resolve(page));
        String section =
                text.substring(text.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
        return Pattern.compile("^\\| `([^`]+)`", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map(r -> r.group(1))
                .toList();
    }
}
