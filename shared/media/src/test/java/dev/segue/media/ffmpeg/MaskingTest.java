package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final String SIGNED =
            "http://127.0.0.1:9000/originals/v1/g1/source?X-Amz-Signature=abc123&X-Amz-Date=1";

    @Test
    void hidesTheSignatureInACommandLine() {
        String line = Masking.commandLine("ffmpeg", List.of("-i", SIGNED, "-f", "null", "-"));

        assertThat(line).contains("source?***").doesNotContain("abc123").endsWith("-f null -");
    }

    @Test
    void hidesUserAndPassword() {
        assertThat(Masking.mask("opening https://me:secret@host/a.mp4 failed"))
                .isEqualTo("opening https://***@host/a.mp4 failed");
    }

    @Test
    void hidesTheSignatureInWhatFfmpegPrints() {
        OutputTail tail = new OutputTail();
        add(tail, "[in#0] Error opening input: " + SIGNED + ": Server returned 403\n");

        assertThat(tail.text())
                .contains("source?***")
                .contains("Server returned 403")
                .doesNotContain("abc123");
    }

    @Test
    void aTailBeginsWithAWholeLineSoThatNoSignatureIsCutInTwo() {
        OutputTail tail = new OutputTail();
        add(tail, SIGNED + "\n");
        String filler = ("x".repeat(99) + "\n").repeat(655) + "y".repeat(10) + "\n";
        add(tail, filler);

        assertThat(filler.length())
                .as("the cut falls into the signature")
                .isBetween(OutputTail.CAPACITY - 30, OutputTail.CAPACITY - 1);
        assertThat(tail.text().equals(filler.strip())).isTrue();
    }

    private static void add(OutputTail tail, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.add(bytes, bytes.length);
    }
}
