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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead letter that is produced back by hand, as the runbook says, completes its video, and only what was missing runs again. */
class ReplayIT {
    private static final int FRAMES = 30 * 25;

    @TempDir
    Path folder;

    @Test
    void aDeadLetterPutBackCompletesTheVideoWithoutRedoingFinishedUnits() throws Exception {
        Path film = folder.resolve("film.mp4");
        Tool.ffmpeg(
                folder,
                "-filter_complex",
                "testsrc2=s=640x360:r=25:d=30[v];sine=frequency=440:sample_rate=48000:duration=30[a]",
                "-map",
                "[v]",
                "-map",
                "[a]",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "50",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                film.toString());
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
        List<ConsumerRecord<byte[], byte[]>> letters = letters("encode-queue.dlq", videoId);
        assertThat(letters).hasSize(1);
        putBack(letters.getFirst());

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

    /** Key, value and the headers that are the record's own, to the topic it came from. */
    private static void putBack(ConsumerRecord<byte[], byte[]> letter) throws Exception {
        ProducerRecord<byte[], byte[]> back =
                new ProducerRecord<>(text(letter, "dlq-origin-topic"), letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith("dlq-")) {
                back.headers().add(header);
            }
        }
        back.headers().add("dlq-replays", "1".getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(back).get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(String topic, String videoId) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(broker(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    if (text(letter, "ce_subject").equals(videoId)) {
                        letters.add(letter);
                    }
                }
            }
            return letters;
        }
    }

    private static Map<String, Object> broker() {
        return Map.of(
                "bootstrap.servers",
                Pipeline.shared()
                        .laptop()
                        .context()
                        .getBean(KafkaSettings.class)
                        .bootstrapServers());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
    }
}
