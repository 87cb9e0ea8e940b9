package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start reading here: a film goes in through the door and comes out as a stream, through all seven stages and real servers. */
class EndToEndIT {
    @TempDir
    Path folder;

    @Test
    void aFilmBecomesAStreamThatPlays() throws Exception {
        Path film = Tool.film(folder.resolve("film.mp4"), "854x480", 9.2, "-bf", "2", "-ar", "44100");

        Pipeline.Stream stream = Pipeline.shared().transcode(film, null);

        StreamJudge judge = new StreamJudge(film, stream.folder());
        judge.everyFrameIsThere(230);
        judge.soundIsInPlace(0.05);
        judge.segmentsAreAlike();
        judge.playlistTellsTheTruth();
        assertThat(stream.published().renditions())
                .extracting(Published.Made::rendition)
                .filteredOn(Rendition.Video.class::isInstance)
                .extracting(r -> ((Rendition.Video) r).height())
                .containsExactlyInAnyOrder(240, 360, 480);
    }

    @ParameterizedTest
    @ValueSource(strings = {"real_sam2_dog_cups_blocks_concat.mp4", "real_svt_lakehouse_x3_1080p25_422p10.mp4"})
    void realFilmsKeepEveryFrame(String name) throws Exception {
        Path film = Pipeline.corpus().resolve(name);
        assumeTrue(Files.exists(film), "the corpus of real films is not beside the project");
        int frames = Decoded.picture(folder, film.toAbsolutePath().toString(), "0:v:0")
                .count();

        Pipeline.Stream stream = Pipeline.shared().transcode(film, "fast-ladder");

        StreamJudge judge = new StreamJudge(film, stream.folder());
        judge.everyFrameIsThere(frames);
        judge.soundIsInPlace(0.05);
        judge.segmentsAreAlike();
        judge.playlistTellsTheTruth();
    }
}
