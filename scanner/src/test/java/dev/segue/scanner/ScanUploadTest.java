package dev.segue.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Priority;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.contract.Scanned.Check;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.Outcome;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.Work;
import dev.segue.testkit.InMemoryObjectStore;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScanUploadTest {
    private static final Work WORK = new Work(Path.of("unused"), Instant.MAX, 1);
    private static final ObjectRef UPLOAD = new ObjectRef("quarantine", "v1/g1/source");
    private static final ObjectRef ORIGINAL = new ObjectRef("originals", "v1/g1/source");
    private static final Job JOB = new Job("film.mp4", "standard", Priority.HIGH, "news");
    private static final byte[] FILM = Arrays.copyOf(Heads.bytes("00000020 'ftypisom' *20"), 300_000);

    private final InMemoryObjectStore store = new InMemoryObjectStore("quarantine", "originals");
    private final ScanUpload handler = new ScanUpload(store, "originals", List.of("quarantine"), 1_000_000);

    @Test
    void promotesAFilmAndSaysWhichChecksRan() throws Exception {
        store.put(UPLOAD, FILM, "video/mp4");

        Outcome outcome = handler.handle(event(UPLOAD, FILM.length, sha256(FILM)), WORK);

        assertThat(outcome)
                .isEqualTo(Outcome.emit(new Scanned(
                        "v1",
                        1,
                        JOB,
                        new Source(ORIGINAL, FILM.length, sha256(FILM)),
                        "mov",
                        List.of(
                                new Check("size", "300000 bytes"),
                                new Check("sha256", "as announced"),
                                new Check("content", "mov")))));
        assertThat(store.read(ORIGINAL).readAllBytes()).isEqualTo(FILM);
        assertThat(store.head(UPLOAD))
                .as("quarantine is cleared by its lifecycle")
                .isPresent();
    }

    @Test
    void computesWhatWasNotAnnounced() throws Exception {
        store.put(UPLOAD, FILM, "video/mp4");

        Scanned scanned = scanned(handler.handle(event(UPLOAD, 0, null), WORK));

        assertThat(scanned.source()).isEqualTo(new Source(ORIGINAL, FILM.length, sha256(FILM)));
        assertThat(scanned.checks()).contains(new Check("sha256", "computed"));
    }

    @Test
    void saysTheSameWhenItRunsAgain() throws Exception {
        store.put(UPLOAD, FILM, "video/mp4");

        Outcome first = handler.handle(event(UPLOAD, 0, null), WORK);

        assertThat(handler.handle(event(UPLOAD, 0, null), WORK)).isEqualTo(first);
    }

    @Test
    void neverReplacesAnOriginal() throws Exception {
        byte[] other = FILM.clone();
        other[200_000] = 1;
        store.put(ORIGINAL, other, "video/mp4");
        store.put(UPLOAD, FILM, "video/mp4");

        assertThatThrownBy(() -> handler.handle(event(UPLOAD, 0, null), WORK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already holds another film");

        assertThat(store.read(ORIGINAL).readAllBytes()).isEqualTo(other);
    }

    @Test
    void refusesAnObjectThatIsNotThere() throws Exception {
        assertRefused(RejectionCode.OBJECT_MISSING, event(UPLOAD, 5, null));
    }

    @Test
    void refusesAnObjectInABucketThatUploadsMayNotComeFrom() throws Exception {
        ObjectRef elsewhere = new ObjectRef("payroll", "2026.mp4");
        store.ensureBucket("payroll");
        store.put(elsewhere, FILM, "video/mp4");

        assertRefused(RejectionCode.OBJECT_MISSING, event(elsewhere, FILM.length, null));
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        store.put(UPLOAD, new byte[0], "video/mp4");

        assertRefused(RejectionCode.EMPTY_FILE, event(UPLOAD, 0, null));
    }

    @Test
    void refusesAFileOverTheLimit() throws Exception {
        store.put(UPLOAD, new byte[1_000_001], "video/mp4");

        Outcome.Reject reject = assertRefused(RejectionCode.SIZE_OVER_LIMIT, event(UPLOAD, 1_000_001, null));

        assertThat(reject.facts()).containsEntry("sizeBytes", "1000001").containsEntry("maxBytes", "1000000");
    }

    @Test
    void refusesBytesOtherThanThoseAnnounced() throws Exception {
        store.put(UPLOAD, FILM, "video/mp4");

        assertRefused(RejectionCode.CHECKSUM_MISMATCH, event(UPLOAD, FILM.length, sha256(new byte[1])));
        assertRefused(RejectionCode.CHECKSUM_MISMATCH, event(UPLOAD, FILM.length + 1, null));
    }

    @Test
    void refusesAPlaylistAndSaysWhatItIs() throws Exception {
        byte[] playlist = "#EXTM3U\nhttp://169.254.169.254/\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        store.put(UPLOAD, playlist, "video/mp4");

        Outcome.Reject reject = assertRefused(RejectionCode.PLAYLIST_DISGUISED, event(UPLOAD, 0, null));

        assertThat(reject.sentence())
                .isEqualTo("The upload is an HLS or M3U playlist, not a film; upload the film itself.");
    }

    @Test
    void saysWhichFormatsAreTakenWhenThisOneIsNot() throws Exception {
        store.put(UPLOAD, new byte[1000], "video/mp4");

        Outcome.Reject reject = assertRefused(RejectionCode.UNSUPPORTED_CONTAINER, event(UPLOAD, 0, null));

        assertThat(reject.sentence()).contains("MP4").contains("RealMedia");
    }

    @Test
    void aStoreThatIsDownIsNotTheFilmsFault() {
        store.setDown(true);

        assertThatThrownBy(() -> handler.handle(event(UPLOAD, 0, null), WORK))
                .isInstanceOfSatisfying(
                        TransientFailure.class, e -> assertThat(e.code()).isEqualTo("store-unavailable"));
    }

    @Test
    void stopsWhenTheWorkerIsStopped() {
        store.put(UPLOAD, FILM, "video/mp4");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> handler.handle(event(UPLOAD, 0, null), WORK)).isInstanceOf(InterruptedException.class);

        assertThat(store.head(ORIGINAL)).isEmpty();
    }

    private Outcome.Reject assertRefused(RejectionCode code, UploadComplete event) throws Exception {
        Outcome outcome = handler.handle(event, WORK);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Reject.class, r -> assertThat(r.code())
                .isEqualTo(code));
        assertThat(store.list("originals", "")).isEmpty();
        return (Outcome.Reject) outcome;
    }

    private static Scanned scanned(Outcome outcome) {
        return (Scanned) ((Outcome.Emit) outcome).events().getFirst();
    }

    private static UploadComplete event(ObjectRef object, long bytes, String sha256) {
        return new UploadComplete("v1", 1, JOB, new Source(object, bytes, sha256));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
