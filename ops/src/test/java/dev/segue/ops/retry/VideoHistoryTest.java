package dev.segue.ops.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.ops.Story;
import dev.segue.ops.deadletter.LetterId;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoHistoryTest {
    private static final Source SOURCE = new Source(new ObjectRef("originals", "v1/g1/source"), 9, null);
    private static final Job JOB = new Job("film", null, null, null);

    private final VideoHistory history = new VideoHistory();

    private void hear(Event event) {
        history.hear(event, null);
    }

    private static Scanned scanned(int generation) {
        return new Scanned("v1", generation, JOB, SOURCE, "mov", List.of(new Scanned.Check("size", "9 bytes")));
    }

    @Test
    void ofSeveralRunsTheLatestEventOfAKindCounts() {
        hear(scanned(2));
        hear(scanned(1));
        hear(new UploadComplete("v1", 1, JOB, SOURCE));

        assertThat(history.newest()).isEqualTo(2);
        assertThat(history.latest(EventType.SCANNED))
                .extracting(StoredEvent::event)
                .containsExactly(scanned(2));
        assertThat(history.possible()).containsExactly(RetryFrom.UPLOAD_COMPLETE, RetryFrom.SCANNED);
    }

    @Test
    void theNewestRunIsUnderWayUntilItIsPublishedRefusedCancelledOrGivenUpOn() {
        assertThat(history.running()).as("nothing is known").isFalse();
        hear(scanned(1));
        assertThat(history.running()).isTrue();
        hear(new Cancel("v1", 1, "why"));
        assertThat(history.running()).isFalse();
        hear(scanned(2));
        assertThat(history.running()).isTrue();
        LetterId letter = new LetterId("scanned.dlq", 0, 7);
        history.died(2, letter);
        assertThat(history.running()).isFalse();
        history.putBack(letter);
        assertThat(history.running()).isTrue();
        history.known(3);
        assertThat(history.running()).isTrue();
        history.published(3);
        assertThat(history.running()).isFalse();
        assertThat(history.published()).hasValue(3);
    }

    @Test
    void unitsAreOfUseOnlyWhereAllOfARunAreThere() {
        Story first = new Story("v1", 1);
        List.of(0, 1, 2).forEach(chunk -> hear(first.chunkReady(chunk)));
        assertThat(history.latest(EventType.SEGMENTS_READY))
                .as("the sound is missing")
                .isEmpty();
        hear(first.soundReady());
        assertThat(history.latest(EventType.SEGMENTS_READY)).hasSize(4);

        Story second = new Story("v1", 2);
        hear(second.soundReady());
        hear(second.chunkReady(0));
        hear(second.chunkReady(2));
        assertThat(history.latest(EventType.SEGMENTS_READY))
                .as("the second run lacks a chunk")
                .hasSize(4)
                .allMatch(stored -> stored.event().generation() == 1);
        hear(second.chunkReady(1));
        assertThat(history.latest(EventType.SEGMENTS_READY))
                .hasSize(4)
                .allMatch(stored -> stored.event().generation() == 2);
    }
}
