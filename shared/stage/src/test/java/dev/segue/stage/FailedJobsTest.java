package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class FailedJobsTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final Event FILM = Bench.upload("v1");
    private static final Failure FFMPEG = Failure.of(new TransientFailure("ffmpeg-failed", "status 1"));
    private static final Failure STORE = Failure.of(new TransientFailure("store-unavailable", "503"));

    private final FakeSender sender = new FakeSender();
    private final BackOff soon = new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));
    private final HostGuard host = new HostGuard("scanner", 1, soon, CLOCK);
    private final Lease lease = Lease.unlimited();

    @Test
    void writesADeadLetterWhereThereIsNoOtherHost() throws Exception {
        JobEnd end = jobs(false).handOver(held(), FILM, FFMPEG, 3, NOON.minusSeconds(9));

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(written("dlq-attempts")).isEqualTo("3");
        assertThat(written("dlq-deliveries")).isEqualTo("2");
        assertThat(written("dlq-first-failed-at")).isEqualTo("2026-11-01T11:59:51Z");
        assertThat(host.out()).isTrue();
    }

    @Test
    void writesADeadLetterWhereTheRecordCannotBeWrittenAgain() throws Exception {
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));

        JobEnd end = jobs(true).handOver(held(), FILM, FFMPEG, 3, NOON);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("films.dlq");
    }

    @Test
    void writesADeadLetterWhereTheTopicDoesNotTakeTheRecordWithANote() throws Exception {
        sender.failures.add(new RecordTooLargeException("8 MiB"));

        JobEnd end = jobs(true).handOver(held(), FILM, FFMPEG, 3, NOON);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(written("dlq-error-code")).isEqualTo("ffmpeg-failed");
    }

    @Test
    void makesNoDeadLetterOfWhatWaitedForADeadStoreAndCannotBeGivenAwayAtOnce() throws Exception {
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));

        JobEnd end = jobs(false).handOver(held(), FILM, STORE, 1, NOON);

        assertThat(end).isEqualTo(JobEnd.HANDED_OVER);
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("films");
    }

    @Test
    void triesWhatCannotBePassedOn() throws Exception {
        sender.failures.add(new TopicAuthorizationException("films"));

        assertThat(jobs(true).passedOn(held(), new OtherHosts.Note("host-1", "ffmpeg-failed", 0)))
                .isFalse();
    }

    @Test
    void holdsADeadDependencyAgainstNoHost() throws Exception {
        assertThat(jobs(true).handOver(held(), FILM, STORE, 1, NOON)).isEqualTo(JobEnd.HANDED_OVER);
        assertThat(jobs(true).giveUp(held(), FILM, STORE, 1, NOON, Optional.empty()))
                .isEqualTo(JobEnd.DEAD_LETTERED);

        assertThat(host.out()).isFalse();
    }

    @Test
    void holdsWhatFailedElsewhereTooAgainstTheJob() throws Exception {
        jobs(true)
                .giveUp(held(), FILM, FFMPEG, 1, NOON, Optional.of(new OtherHosts.Note("host-0", "ffmpeg-failed", 0)));

        assertThat(host.out()).isFalse();
    }

    @Test
    void writesNothingAboutARecordThatIsSomebodyElses() throws Exception {
        lease.end();

        assertThat(jobs(true).handOver(held(), FILM, FFMPEG, 3, NOON)).isEqualTo(JobEnd.RELEASED);
        assertThat(jobs(true).refuse(held(), FFMPEG)).isEqualTo(JobEnd.RELEASED);
        assertThatThrownBy(() -> jobs(true).passedOn(held(), new OtherHosts.Note("host-1", "ffmpeg-failed", 0)))
                .isInstanceOf(InterruptedException.class);

        assertThat(sender.written).isEmpty();
    }

    private FailedJobs jobs(boolean otherHosts) {
        return new FailedJobs(
                new DeadLetters(sender, new DeadLetterRecords("scanner", "segue-scanner", "host-1"), soon),
                new OtherHosts("host-1", () -> otherHosts, sender),
                host,
                soon,
                new StageMetrics(new SimpleMeterRegistry(), "scanner", 1),
                CLOCK);
    }

    private FailedJobs.Held held() {
        return new FailedJobs.Held(
                new Origin("films", 0, 7, 0, bytes("v1"), bytes("{}"), new RecordHeaders()), 2, lease);
    }

    private String written(String header) {
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("films.dlq");
        return new String(sender.written.get(0).headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
