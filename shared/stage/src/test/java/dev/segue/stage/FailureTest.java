package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void cutsLongTextsAtWholeCharacters() {
        Failure failure = Failure.defect(new IllegalStateException("x" + "\uD83C\uDFAC".repeat(5000)));

        byte[] message = failure.message().getBytes(StandardCharsets.UTF_8);
        assertThat(message.length).isEqualTo(1 + 255 * 4);
        assertThat(failure.message()).endsWith("\uD83C\uDFAC");
        assertThat(failure.stack().getBytes(StandardCharsets.UTF_8).length).isBetween(8 * 1024 - 3, 8 * 1024);
    }

    @Test
    void hasAnEmptyMessageWhereTheExceptionHasNone() {
        assertThat(Failure.malformed(new IllegalStateException()).message()).isEmpty();
    }
}
