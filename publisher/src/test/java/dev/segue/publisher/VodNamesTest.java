package dev.segue.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.storage.ObjectKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VodNamesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 9, 12_344, 99_998, 99_999, 123_455})
    void theTemplateNamesTheSameSegmentsAsTheStore(int number) {
        String template = new VodNames().segmentTemplate("v720");

        // ISO/IEC 23009-1, 5.3.9.4.4: the number counts from startNumber, here 1, and the format is that of printf.
        String expanded = template.replace("$Number%05d$", String.format("%05d", number + 1));

        assertThat(expanded).isEqualTo(ObjectKeys.segmentName("v720", number));
    }
}
