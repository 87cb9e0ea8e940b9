package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Constants that are written into events, databases and other people's programs. */
final class ConstantsTest {
    @Test
    void theirJsonFormsAreStable() throws Exception {
        StringBuilder forms = new StringBuilder();
        Stream.of(RejectionCode.values(), Priority.values(), MediaInfo.Scan.values(), MediaInfo.DynamicRange.values())
                .flatMap(Arrays::stream)
                .forEach(c -> forms.append(c.getDeclaringClass().getSimpleName())
                        .append(' ')
                        .append(EventCodec.json().convertValue(c, String.class))
                        .append('\n'));

        Golden.hold(Path.of("src/test/resources/constants.txt"), forms.toString());
    }

    @Test
    void moreUrgentWorkMayBeOvertakenForLess() {
        assertThat(Priority.values()).isSortedAccordingTo((a, b) -> a.slack().compareTo(b.slack()));
        assertThat(Priority.URGENT.slack()).isZero();
    }

    @Test
    void eventTypesAreFoundByTypeAndByRecord() {
        for (EventType type : EventType.values()) {
            assertThat(EventType.ofCeType(type.ceType())).contains(type);
            assertThat(EventType.ofRecord(type.record())).isEqualTo(type);
        }
        assertThat(EventType.ofCeType("segue.scanned.v9")).isEmpty();
    }
}
