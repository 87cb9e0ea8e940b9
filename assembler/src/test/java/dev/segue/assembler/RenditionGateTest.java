package dev.segue.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Segment;
import dev.segue.contract.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RenditionGateTest {
    private static final RenditionKey KEY = new RenditionKey("v1", 1, "v720");
    private static final List<Segment> TEN_SECONDS = List.of(Film.segment(0, 0, 4_000), Film.segment(1, 4_000, 6_000));

    @Test
    void aPictureIsWholeToTheFrameAndToTheTick() {
        assertThatCode(() -> RenditionGate.requireWholePicture(KEY, planned(250, 10_000), 250, TEN_SECONDS))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RenditionGate.requireWholePicture(KEY, planned(251, 10_000), 250, TEN_SECONDS))
                .hasMessage("frame-total: v1/1/v720: expected 251 frames but found 250");
        assertThatThrownBy(() -> RenditionGate.requireWholePicture(KEY, planned(250, 10_001), 250, TEN_SECONDS))
                .hasMessage("length: v1/1/v720: expected the last segment to end at 10001 but it ends at 10000");
    }

    @Test
    void picturesOfOneFilmHaveTheSameFrames() {
        RenditionKey hevc = new RenditionKey("v1", 1, "hevc720");

        assertThatThrownBy(() -> RenditionGate.requireSameFrames(KEY, 250, hevc, 249))
                .hasMessage("frames-differ: v1/1/v720: has 250 frames but hevc720 has 249");
        assertThatCode(() -> RenditionGate.requireSameFrames(KEY, 250, hevc, 250))
                .doesNotThrowAnyException();
    }

    @Test
    void soundEndsWithinFiftyMillisecondsOfTheFilmOrThatIsExplained() {
        assertThat(soundOf(10_050_000)).isEmpty();
        assertThat(soundOf(9_950_000)).isEmpty();
        assertThat(soundOf(10_050_001))
                .containsExactly(new Warning("sound-ends-early", "The sound ends at 10.00 s, the film at 10.05 s."));
        assertThatThrownBy(() -> soundOf(9_949_999))
                .hasMessage("sound-long: v1/1/v720: expected the sound to end at 9949999 us but it ends at 10000000");
    }

    @Test
    void everyCodeIsInTheReferenceAndInTheReadme() throws Exception {
        String reference = Files.readString(Path.of("../docs/reference/failure-codes.md"));
        String readme = Files.readString(Path.of("README.md"));

        assertThat(Arrays.stream(Violation.Code.values())).allSatisfy(code -> assertThat(Stream.of(reference, readme))
                .allMatch(page -> page.contains("`" + code + "`")));
    }

    private static List<Warning> soundOf(long endUs) {
        return RenditionGate.requireSoundWithin(KEY, planned(0, endUs), 1_000, TEN_SECONDS).stream()
                .toList();
    }

    private static Planned planned(long frames, long end) {
        return new Planned(Units.NONE.with(0), frames, end);
    }
}
