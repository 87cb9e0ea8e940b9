package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.ops.EventRecord;
import dev.segue.ops.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchFoldTest {
    private final Story story = new Story("film", 1);
    private final EventRecord letter = Story.givenUp(story.chunkReady(1), "encoder", 8);

    @Test
    void countsADeadLetterWhetherItIsReadBeforeTheEndOrAfterIt() {
        List<EventRecord> before = new ArrayList<>(story.records());
        before.add(6, letter);
        List<EventRecord> after = new ArrayList<>(story.records());
        after.add(letter);

        assertThat(ended(before)).isEqualTo(Map.of("dead", 1L, "helped", 1L));
        // What was counted stays counted, or dashboards would see a restart.
        assertThat(ended(after)).isEqualTo(Map.of("published", 1L, "dead", 1L, "helped", 1L));
    }

    @Test
    void countsADeadLetterThatIsReadWhenItsUnitIsDoneAfterAll() {
        List<EventRecord> records = new ArrayList<>(story.records());
        records.add(records.size() - 1, letter);

        assertThat(ended(records)).isEqualTo(Map.of("dead", 1L, "helped", 1L));
    }

    @Test
    void countsOneDeathHoweverManyLettersThereAre() {
        List<EventRecord> records = new ArrayList<>(story.records());
        records.add(6, letter);
        records.add(7, Story.givenUp(story.chunkReady(2), "encoder", 9));
        records.add(Story.givenUp(story.soundReady(), "encoder", 10));

        assertThat(ended(records)).isEqualTo(Map.of("dead", 1L, "helped", 1L));
    }

    @Test
    void aDeadLetterOfARunThatItsOwnerEndedIsNoFailureOfOurs() {
        assertThat(ended(List.of(Story.said(story.rejected(), 0), letter))).isEqualTo(Map.of("rejected", 1L));
    }

    private static Map<String, Long> ended(List<EventRecord> heard) {
        List<Projected> records = new ArrayList<>();
        for (EventRecord record : heard) {
            TopicPartition partition = new TopicPartition(record.topic(), 0);
            records.add(new Projected(partition, records.size(), Optional.of(record), Map.of(), null));
        }
        Expectation expectation = new Expectation(new Pace(Map.of()), 3, Duration.ofSeconds(60));
        return new BatchFold(records, Map.of(), Map.of(), expectation).ended();
    }
}
