package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
    private final ProgressBoard board = new ProgressBoard(3);

    private void tell(String videoId) {
        board.accept(new Story(videoId, 1).records().getFirst());
    }

    @Test
    void holdsTheVideosHeardOfLastAndNoMore() {
        List.of("a", "b", "c").forEach(this::tell);
        tell("a");
        tell("d");

        assertThat(board.latest(10)).extracting(VideoProgress::videoId).containsExactly("d", "a", "c");
        assertThat(board.latest(1)).extracting(VideoProgress::videoId).containsExactly("d");
        assertThat(board.find("b")).isEmpty();
    }

    @Test
    void tellsListenersUntilTheyHaveHeardEnough() {
        List<String> heard = new ArrayList<>();
        try (ProgressBoard.Subscription subscription = board.listen(p -> heard.add(p.videoId()))) {
            tell("a");
        }
        tell("b");

        assertThat(heard).containsExactly("a");
    }

    @Test
    void completesWhatWaitsForTheEndOfAVideo() {
        CompletableFuture<VideoProgress> ended = board.ended("film-1");
        tell("other");
        List<EventRecord> records = new Story("film-1", 1).records();
        records.subList(0, records.size() - 1).forEach(board::accept);
        assertThat(ended).isNotDone();

        board.accept(records.getLast());

        assertThat(ended).isCompletedWithValueMatching(p -> p.outcome() instanceof VideoOutcome.Playable);
        assertThat(board.ended("film-1")).as("asked for afterwards").isCompleted();
    }

    @Test
    void refusesToHoldNothing() {
        assertThatThrownBy(() -> new ProgressBoard(0)).hasMessageContaining("at least 1");
    }
}
