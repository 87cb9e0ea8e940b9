package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HeaderTextsTest {
    @Test
    void theLastOfOneNameCountsAndWhatHasNoValueIsLeftOut() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_type", bytes("old"));
        headers.add("ce_type", bytes("segue.scanned.v1"));
        headers.add("name", bytes("Käse"));
        headers.add("empty", null);

        assertThat(HeaderTexts.of(headers))
                .hasSize(2)
                .containsEntry("ce_type", "segue.scanned.v1")
                .containsEntry("name", "Käse");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
