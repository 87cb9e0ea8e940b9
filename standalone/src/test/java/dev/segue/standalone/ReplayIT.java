package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ObjectRef;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A dead letter that is put back by {@code segue dlq replay} completes its video, and only what was missing runs again. */
class ReplayIT {
    private static final int FRAMES = 30 * 25;

    @TempDir
    Path folder;

    @Test
    void aDeadLetterPutBackCompletesTheVideoWithoutRedoingFinishedUnits() throws Exception {
        Path film = Tool.film(folder.resolve("film.mp4"), "640x360", 30, "-g", "50");
        Laptop laptop = Pipeline.shared().laptop();
        ObjectStore store = laptop.context().getBean(ObjectStore.class);
        String bucket = laptop.context().getBean(Buckets.class).vod();
        double ranBefore = encoderAttempts();

        String videoId;
        try (UploadClient client = new UploadClient(laptop.address())) {
            videoId = ((Upload.Taken) client.upload(film, "fast-ladder")).videoId();
        }
        // Where a folder lies the store neither takes the object of that name nor gives one: this one unit cannot be
        // done.
        ObjectRef obstacle = new ObjectRef(bucket, ObjectKeys.segment(videoId, 1, "v360", 1) + "/in-the-way");
        store.put(obstacle, new byte[] {1}, "application/octet-stream");

        VideoProgress failed = laptop.board().ended(videoId).get(2, TimeUnit.MINUTES);
        assertThat(failed.outcome()).isInstanceOfSatisfying(VideoOutcome.Failed.class, f -> {
            assertThat(f.topic()).isEqualTo("encode-queue.dlq");
            assertThat(f.code()).isEqualTo("object-missing");
        });
        VideoProgress stuck = laptop.board()
                .when(videoId, p -> p.unitsDone() == p.units() - 1)
                .get(1, TimeUnit.MINUTES);
        assertThat(stuck.units()).as("enough units to tell one from all").isGreaterThanOrEqualTo(3);
        double ranUntilStuck = encoderAttempts() - ranBefore;
        assertThat(ranUntilStuck).as("three attempts at the broken unit").isEqualTo(stuck.units() - 1 + 3);

        store.delete(obstacle);
        String kafka = laptop.context().getBean(KafkaSettings.class).bootstrapServers();
        String listed = segue("dlq", "list", "--each", "--kafka", kafka, "--video", videoId);
        assertThat(listed).startsWith("encode-queue.dlq/").contains("1 letters");
        assertThat(segue("dlq", "show", "--kafka", kafka, listed.substring(0, listed.indexOf(' '))))
                .contains("object-missing", "v360");
        assertThat(segue("dlq", "replay", "--kafka", kafka, "--video", videoId))
                .contains("1 would be put back to encode-queue", "nothing is sent; with --yes it is");
        segue("dlq", "replay", "--kafka", kafka, "--video", videoId, "--canary", "1", "--yes");
        assertThat(segue("dlq", "list", "--kafka", kafka, "--video", videoId)).contains("no open dead letters");

        VideoProgress published = laptop.board()
                .when(videoId, p -> p.outcome() instanceof VideoOutcome.Playable)
                .get(1, TimeUnit.MINUTES);
        assertThat(encoderAttempts() - ranBefore - ranUntilStuck)
                .as("only the missing unit ran again")
                .isEqualTo(1);
        assertThat(published.unitsDone()).isEqualTo(published.units());
        Path stream = Download.version(
                laptop.context(), ((VideoOutcome.Playable) published.outcome()).published(), folder.resolve("out"));
        StreamJudge judge = new StreamJudge(film, stream);
        judge.everyFrameIsThere(FRAMES);
        judge.playlistTellsTheTruth();
    }

    private static double encoderAttempts() {
        Counter attempts = Pipeline.shared()
                .laptop()
                .context()
                .getBean(MeterRegistry.class)
                .find("segue.stage.attempts")
                .tag("stage", "encoder")
                .counter();
        return attempts == null ? 0 : attempts.count();
    }

    /** What the command prints; it must end well. */
    private static String segue(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Segue.commandLine();
        int status =
                line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
        assertThat(status).as("%s: %s%s", String.join(" ", words), out, err).isZero();
        return out.toString();
    }
}
