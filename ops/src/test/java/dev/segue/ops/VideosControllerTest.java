package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.stage.EventPublisher;
import dev.segue.stage.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideosControllerTest {
    private final ProgressBoard board = new ProgressBoard(10);
    private final List<Event> written = new ArrayList<>();
    private final VideosController controller = new VideosController(board, (stage, events) -> written.addAll(events));

    @Test
    void cancelsTheRunThatIsKnown() throws Exception {
        board.accept(new Story("film-1", 3).records().getFirst());

        assertThat(controller.cancel("film-1", null).code()).isEqualTo(202);
        assertThat(controller.cancel("film-1", "Uploaded by mistake.").code()).isEqualTo(202);

        assertThat(written)
                .containsExactly(
                        new Cancel("film-1", 3, "Cancelled by request."),
                        new Cancel("film-1", 3, "Uploaded by mistake."));
    }

    @Test
    void knowsNoOtherVideos() throws Exception {
        assertThat(controller.cancel("film-2", null).code()).isEqualTo(404);
        assertThat(written).isEmpty();
    }

    @Test
    void doesNotTakeWhatCannotBeWritten() throws Exception {
        board.accept(new Story("film-1", 1).records().getFirst());
        EventPublisher gone = (stage, events) -> {
            throw new TransientFailure("kafka-unavailable", "no leader");
        };

        assertThat(new VideosController(board, gone).cancel("film-1", null).code())
                .isEqualTo(503);
    }
}
