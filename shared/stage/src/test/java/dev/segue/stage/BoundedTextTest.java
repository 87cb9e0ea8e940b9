package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedTextTest {
    /** Four bytes. */
    private static final String CLAPPER = "\uD83C\uDFAC";

    @Test
    void leavesWhatFitsAsItIs() {
        assertThat(BoundedText.head("Grüße", 7)).isEqualTo("Grüße");
        assertThat(BoundedText.tail("Grüße", 7)).isEqualTo("Grüße");
        assertThat(BoundedText.ends("Grüße", 7)).isEqualTo("Grüße");
    }

    @Test
    void cutsBetweenWholeCharacters() {
        String film = "x" + CLAPPER + CLAPPER + "y";

        assertThat(BoundedText.head(film, 8)).isEqualTo("x" + CLAPPER);
        assertThat(BoundedText.tail(film, 8)).isEqualTo(CLAPPER + "y");
        assertThat(BoundedText.head(film, 0)).isEmpty();
        assertThat(BoundedText.tail(film, 0)).isEmpty();
    }

    @Test
    void keepsBothEndsAndSaysThatSomethingIsMissing() {
        String cut = BoundedText.ends("begin" + CLAPPER.repeat(100) + "end", 64);

        assertThat(cut).startsWith("begin").contains("\n[...]\n").endsWith("end");
        assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(58, 64);
    }

    @Test
    void takesHalfACharacterForAQuestionMark() {
        assertThat(BoundedText.head("a\uD83Cb", 3)).isEqualTo("a?b");
    }
}
