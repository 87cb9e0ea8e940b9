package dev.segue.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Priority;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.TransientFailure;
import dev.segue.storage.Buckets;
import dev.segue.testkit.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class UploadSourceTest {
    private static final Job JOB = new Job("film.mp4", "standard", Priority.NORMAL, "news");
    private static final ObjectRef UPLOAD = new ObjectRef("quarantine", "v1/g1/source");
    private static final int LIMIT = 1000;

    private final InMemoryObjectStore store = new InMemoryObjectStore("quarantine", "originals", "vod");
    private final List<Event> stated = new ArrayList<>();
    private boolean kafkaDown;
    private final UploadSource uploads = new UploadSource(
            store,
            new Buckets("quarantine", "originals", "vod", "work"),
            (stage, events) -> {
                if (kafkaDown) {
                    throw new TransientFailure("kafka-unavailable", "down");
                }
                stated.addAll(events);
            },
            new VideoIds(Clock.systemUTC(), new Random(1)),
            LIMIT);

    @Test
    void storesTheFilmThenSaysSo() {
        UploadResult result = upload("v1", "film");

        UploadResult.Accepted accepted = (UploadResult.Accepted) result;
        assertThat(accepted.videoId()).isEqualTo("v1");
        assertThat(accepted.source().object()).isEqualTo(UPLOAD);
        assertThat(accepted.source().sizeBytes()).isEqualTo(4);
        assertThat(stated).containsExactly(new UploadComplete("v1", 1, JOB, accepted.source()));
        assertThat(store.read(UPLOAD, 0, 100)).asString().isEqualTo("film");
    }

    @Test
    void givesAnIdToAFilmThatHasNone() {
        UploadResult.Accepted accepted = (UploadResult.Accepted) upload(null, "film");

        assertThat(UUID.fromString(accepted.videoId()).version()).isEqualTo(7);
        assertThat(store.list("quarantine", "")).containsExactly(accepted.videoId() + "/g1/source");
    }

    @Test
    void takesAnEmptyFilmForTheScannerToRefuse() {
        assertThat(upload("v1", "")).isInstanceOf(UploadResult.Accepted.class);
        assertThat(stated).hasSize(1);
    }

    @Test
    void theSameFilmAgainIsStatedUnderTheSameId() {
        UploadResult first = upload("v1", "film");

        assertThat(upload("v1", "film")).isEqualTo(first);
        assertThat(stated).hasSize(2);
        assertThat(stated.stream().map(EventIds::of).distinct()).containsExactly("v1/1/upload-complete");
    }

    @Test
    void anotherFilmUnderTheSameIdIsAConflictAndChangesNothing() {
        upload("v1", "film");

        for (String other : new String[] {"fil", "films", "filn", ""}) {
            assertThat(upload("v1", other)).isEqualTo(new UploadResult.Conflict("v1"));
        }

        assertThat(stated).hasSize(1);
        assertThat(store.read(UPLOAD, 0, 100)).asString().isEqualTo("film");
    }

    @Test
    void afterQuarantineIsClearedTheOriginalIsComparedAndNothingIsStatedAgain() {
        upload("v1", "film");
        store.copy(UPLOAD, new ObjectRef("originals", "v1/g1/source"));
        store.delete(UPLOAD);

        assertThat(upload("v1", "film")).isInstanceOf(UploadResult.Accepted.class);
        assertThat(upload("v1", "other")).isInstanceOf(UploadResult.Conflict.class);
        assertThat(stated).hasSize(1);
    }

    @Test
    void whatIsPublishedIsNotMadeAgainByAnUpload() {
        upload("v1", "film");
        store.put(
                new ObjectRef("vod", "v1/current.json"), "{}".getBytes(StandardCharsets.US_ASCII), "application/json");

        assertThat(upload("v1", "film")).as("the answer may have been lost").isInstanceOf(UploadResult.Accepted.class);
        assertThat(stated).hasSize(1);

        store.delete(UPLOAD);
        assertThat(upload("v1", "film")).as("nobody knows what it was").isEqualTo(new UploadResult.Conflict("v1"));
        assertThat(stated).hasSize(1);
    }

    @Test
    void aFilmThatOnlyALaterRunKeepsIsComparedWithThatOne() {
        upload("v1", "film");
        store.copy(UPLOAD, new ObjectRef("originals", "v1/g2/source"));
        store.delete(UPLOAD);
        store.put(
                new ObjectRef("vod", "v1/current.json"), "{}".getBytes(StandardCharsets.US_ASCII), "application/json");

        assertThat(upload("v1", "film")).isInstanceOf(UploadResult.Accepted.class);
        assertThat(upload("v1", "other")).isInstanceOf(UploadResult.Conflict.class);
        assertThat(stated).hasSize(1);
    }

    @Test
    void theSlowerOfTwoUploadsAtTheSameTimeIsAConflict() {
        InputStream overtaken = new SequenceInputStream(
                new ByteArrayInputStream("slow".getBytes(StandardCharsets.US_ASCII)), new InputStream() {
                    @Override
                    public int read() {
                        store.putIfAbsent(UPLOAD, "fast".getBytes(StandardCharsets.US_ASCII), "video/mp4");
                        return -1;
                    }
                });

        assertThat(uploads.upload(overtaken, -1, "v1", JOB, null)).isEqualTo(new UploadResult.Conflict("v1"));
        assertThat(store.read(UPLOAD, 0, 100)).asString().isEqualTo("fast");
        assertThat(stated).isEmpty();
    }

    @Test
    void refusesAFilmOverTheLimitBeforeOrWhileReadingIt() {
        String tooLong = "x".repeat(LIMIT + 1);

        assertThat(uploads.upload(failing(), LIMIT + 1, "v1", JOB, null)).isEqualTo(new UploadResult.TooLarge(LIMIT));
        assertThat(upload("v1", tooLong)).isEqualTo(new UploadResult.TooLarge(LIMIT));
        assertThat(store.list("quarantine", "")).isEmpty();
        assertThat(stated).isEmpty();
    }

    @Test
    void aFilmThatBreaksOffLeavesNothingAndStatesNothing() {
        assertThat(uploads.upload(failing(), -1, "v1", JOB, null)).isEqualTo(new UploadResult.BrokenOff());

        assertThat(store.list("quarantine", "")).isEmpty();
        assertThat(stated).isEmpty();
    }

    @Test
    void refusesAnIdThatCannotBePartOfAKeyBeforeReading() {
        assertThat(uploads.upload(failing(), -1, "../v1", JOB, null))
                .isEqualTo(new UploadResult.Refused(
                        "videoId must be 1 to 64 letters, digits, '-' or '_', beginning with a letter or digit."));
    }

    @Test
    void withoutAStoreItSaysSo() {
        store.setDown(true);

        assertThat(upload("v1", "film")).isEqualTo(new UploadResult.Unavailable("v1", "the object store"));
    }

    @Test
    void withoutKafkaItSaysSoAndTheSameUploadLaterCompletesIt() {
        kafkaDown = true;
        assertThat(upload("v1", "film")).isEqualTo(new UploadResult.Unavailable("v1", "Kafka"));

        kafkaDown = false;
        assertThat(upload("v1", "film")).isInstanceOf(UploadResult.Accepted.class);
        assertThat(stated).hasSize(1);
    }

    private UploadResult upload(String videoId, String film) {
        byte[] bytes = film.getBytes(StandardCharsets.US_ASCII);
        return uploads.upload(new ByteArrayInputStream(bytes), -1, videoId, JOB, null);
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
    }
}
