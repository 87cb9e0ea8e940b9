package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.media.cmaf.CmafViolation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FailureCodesTest {
    private static final Path PAGE = Path.of("../docs/reference/failure-codes.md");

    @Test
    void everyCodeOfAGateIsExplainedAndNoOther() throws Exception {
        Set<String> explained = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `unit-"))
                .flatMap(row -> Pattern.compile("`unit-([a-z-]+)`").matcher(row).results())
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained)
                .isEqualTo(Stream.of(
                                Arrays.stream(GateViolation.Code.values()).map(GateViolation.Code::toString),
                                CmafViolation.CODES.stream(),
                                Stream.of(RefusedOutput.UNREADABLE))
                        .flatMap(s -> s)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
