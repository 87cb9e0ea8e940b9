package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Cancel;
import dev.segue.contract.RejectionCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecondLookTest {
    private static final Cancel EVENT = new Cancel("film", 1, "any event will do");
    private static final Work WORK = new Work(Path.of("scratch"), Instant.MAX, 1);
    private static final Outcome GOOD = Outcome.emit(EVENT);
    private static final Outcome BAD = new Outcome.Reject(RejectionCode.UNREADABLE, "It ends too early.", Map.of());

    private final Deque<Outcome> looks = new ArrayDeque<>();
    private int asked;

    private Outcome handle(SecondLook.Store<Cancel> store, Outcome... outcomes) throws Exception {
        looks.addAll(List.of(outcomes));
        return new SecondLook<Cancel>((event, work) -> looks.removeFirst(), store).handle(EVENT, WORK);
    }

    @Test
    void whatIsGoodIsLookedAtOnce() throws Exception {
        assertThat(handle(event -> asked++, GOOD)).isEqualTo(GOOD);
        assertThat(asked).isZero();
    }

    @Test
    void whatOnlyTheFirstLookRefusesIsTaken() throws Exception {
        assertThat(handle(event -> asked++, BAD, GOOD)).isEqualTo(GOOD);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whatBothLooksRefuseIsRefused() throws Exception {
        assertThat(handle(event -> asked++, BAD, BAD)).isEqualTo(BAD);
    }

    @Test
    void whileTheStoreDoesNotAnswerNothingIsRefused() {
        assertThatThrownBy(() -> handle(
                        event -> {
                            throw new IOException("connection refused");
                        },
                        BAD,
                        BAD))
                .isInstanceOf(IOException.class);
        assertThat(looks).as("not looked at again").hasSize(1);
    }
}
