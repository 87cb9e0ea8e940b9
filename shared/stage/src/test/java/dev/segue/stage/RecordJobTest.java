package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.Envelope;
import dev.segue.contract.EventCodec;
import dev.segue.contract.ProgramRun;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.UploadComplete;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class RecordJobTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Lease WANTED = Lease.unlimited();

    @TempDir
    Path root;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeSender sender = new FakeSender();
    private final EventCodec codec = new EventCodec(CLOCK);
    private final HostGuard host = new HostGuard(
            "scanner", 2, new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(2), new Random(1)), CLOCK);
    private final RunningJobs running = new RunningJobs();
    private boolean otherHosts;
    private ScratchFolders scratch;

    @BeforeEach
    void makeScratch() throws Exception {
        scratch = ScratchFolders.under(root, 0);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        assertThat(MDC.getCopyOfContextMap())
                .satisfiesAnyOf(m -> assertThat(m).isNull(), m -> assertThat(m).isEmpty());
        try (Stream<Path> left = Files.walk(root)) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("unit-")))
                    .isEmpty();
        }
        scratch.close();
        timer.shutdownNow();
    }

    @Test
    void tellsLogsWhatItIsWorkingOn() {
        List<Map<String, String>> seen = new ArrayList<>();

        JobEnd end = job((event, work) -> {
                    seen.add(MDC.getCopyOfContextMap());
                    assertThat(work.deadline()).isEqualTo(CLOCK.instant().plusSeconds(5));
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.EMITTED);
        assertThat(seen)
                .containsExactly(
                        Map.of("stage", "scanner", "videoId", "v1", "event", "v1/1/upload-complete", "attempt", "1"));
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("scanned");
        assertThat(meters.get("segue.stage.queue.wait").timer().max(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void tellsWhereAResultWasMadeAndHowLongItTook() {
        AtomicInteger tries = new AtomicInteger();

        job((event, work) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new TransientFailure("store-unavailable", "no answer");
                    }
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), WANTED);

        assertThat(header(WorkHeaders.ATTEMPT)).isEqualTo("2");
        assertThat(header(WorkHeaders.WAIT_MS)).isEqualTo("3000");
        assertThat(header(WorkHeaders.HOST)).isEqualTo(HostSettings.systemName());
        assertThat(Long.parseLong(header(WorkHeaders.RUN_MS))).isBetween(0L, 5_000L);
    }

    @Test
    void countsRefusalsByCode() {
        JobEnd end = job((event, work) -> Outcome.reject(RejectionCode.TRUNCATED, "Half of it is missing."))
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.REJECTED);
        assertThat(meters.get("segue.stage.rejections")
                        .tag("code", "truncated")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void statesAResultAgainWithoutDoingTheWorkAgain() {
        List<Integer> attempts = new ArrayList<>();
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));

        JobEnd end = job((event, work) -> {
                    attempts.add(work.attempt());
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.EMITTED);
        assertThat(attempts).containsExactly(1);
        assertThat(sender.written).hasSize(1);
    }

    @Test
    void keepsAsADeadLetterWhatKafkaWillNeverTake() {
        sender.failures.add(new RecordTooLargeException("9 MiB"));

        JobEnd end = job((event, work) -> Outcome.emit(scanned(event))).run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(letterHeader("dlq-error-class")).endsWith("RecordTooLargeException");
    }

    @Test
    void doesNotRunWhatTookTooManyWorkersDown() {
        JobEnd end = job((event, work) -> {
                    throw new AssertionError("was run");
                })
                .run(record(6), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(letterHeader("dlq-error-code")).isEqualTo("worker-lost");
        assertThat(meters.get("segue.stage.dead.letters")
                        .tag("code", "worker-lost")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void keepsTryingToWriteADeadLetter() {
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));
        sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));

        JobEnd end = job((event, work) -> {
                    throw new IllegalStateException("defect");
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(sender.written).hasSize(1);
    }

    @Test
    void doesNotBeginAUnitForWhichTheDiskHasNoRoom() throws Exception {
        long disk = Files.getFileStore(root).getTotalSpace();

        JobEnd end = job(new StageHandler<>() {
                    @Override
                    public Outcome handle(UploadComplete event, Work work) {
                        throw new AssertionError("was begun");
                    }

                    @Override
                    public long scratchBytes(UploadComplete event) {
                        return disk + 1;
                    }
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(letterHeader("dlq-error-code")).isEqualTo("disk-full");
        assertThat(letterHeader("dlq-error-message")).contains(String.valueOf(disk + 1));
    }

    @Test
    void aDiskThatRunsFullDuringTheWorkPasses() {
        List<Integer> attempts = new ArrayList<>();

        JobEnd end = job((event, work) -> {
                    attempts.add(work.attempt());
                    if (work.attempt() == 1) {
                        throw new java.io.IOException("No space left on device");
                    }
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.EMITTED);
        assertThat(attempts).containsExactly(1, 2);
    }

    @Test
    void releasesWhenTheLeaseEndsWhateverTheHandlerMakesOfIt() {
        Lease lease = lease();
        JobEnd end = job((event, work) -> {
                    lease.end();
                    throw new IllegalStateException("connection aborted");
                })
                .run(record(1), lease);

        assertThat(end).isEqualTo(JobEnd.RELEASED);
        assertThat(sender.written).isEmpty();
        assertThat(lateResults()).isZero();
    }

    @Test
    void dropsAndCountsAResultThatComesTooLate() {
        Lease lease = lease();
        JobEnd end = job((event, work) -> {
                    lease.end();
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), lease);

        assertThat(end).isEqualTo(JobEnd.DROPPED);
        assertThat(sender.written).isEmpty();
        assertThat(lateResults()).isEqualTo(1);
    }

    @Test
    void dropsAndCountsWorkThatMustNotBeStoredAnyMore() {
        Lease lease = lease();
        List<String> stored = new ArrayList<>();
        JobEnd end = job((event, work) -> {
                    work.lease().require();
                    stored.add("first");
                    lease.end();
                    work.lease().require();
                    stored.add("second");
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), lease);

        assertThat(end).isEqualTo(JobEnd.DROPPED);
        assertThat(stored).containsExactly("first");
        assertThat(lateResults()).isEqualTo(1);
    }

    @Test
    void doesNotEvenBeginWhatIsSomebodyElses() {
        Lease lease = lease();
        lease.end();

        JobEnd end = job((event, work) -> {
                    throw new AssertionError("was run");
                })
                .run(record(1), lease);
        JobEnd lost = job((event, work) -> Outcome.emit()).run(record(6), lease);

        assertThat(end).isEqualTo(JobEnd.RELEASED);
        assertThat(lost).as("no dead letter either").isEqualTo(JobEnd.RELEASED);
        assertThat(sender.written).isEmpty();
    }

    private static Lease lease() {
        Lease lease = new Lease(() -> 0);
        lease.extend(0, Duration.ofSeconds(30));
        return lease;
    }

    private double lateResults() {
        io.micrometer.core.instrument.Counter counter =
                meters.find("segue.stage.late.results").counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void givesToAnotherHostWhatFailedHereAndHoldsItAgainstThisOne() {
        otherHosts = true;

        JobEnd end = job((event, work) -> {
                    throw new IllegalStateException("no such codec on this host");
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.HANDED_OVER);
        assertThat(end.acknowledgement()).isEqualTo(AcknowledgeType.ACCEPT);
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("upload-complete");
        host.failed("v2", "another", "defect");
        assertThat(host.out()).as("two jobs failed here").isTrue();
    }

    @Test
    void condemnsAtOnceWhatFailedInTheSameWayElsewhereAndHoldsNothingAgainstThisHost() {
        otherHosts = true;
        List<Integer> attempts = new ArrayList<>();

        JobEnd end = job((event, work) -> {
                    attempts.add(work.attempt());
                    throw new TransientFailure("ffmpeg-failed", "status 1");
                })
                .run(noted("host-0", "ffmpeg-failed", 0), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(attempts).containsExactly(1);
        assertThat(letterHeader("dlq-error-code")).isEqualTo("ffmpeg-failed");
        host.failed("v2", "another", "defect");
        assertThat(host.out()).isFalse();
    }

    @Test
    void passesOnWhatCameBackWithoutTryingItAgain() {
        otherHosts = true;

        JobEnd end = job((event, work) -> {
                    throw new AssertionError("was run");
                })
                .run(noted("host-1", "ffmpeg-failed", 0), WANTED);

        assertThat(end).isEqualTo(JobEnd.HANDED_OVER);
        assertThat(sender.written).hasSize(1);
    }

    @Test
    void triesWhatKeepsComingBackOrHasNowhereElseToGo() {
        otherHosts = true;
        assertThat(job((event, work) -> Outcome.emit(scanned(event))).run(noted("host-1", "defect", 20), WANTED))
                .isEqualTo(JobEnd.EMITTED);
        otherHosts = false;
        assertThat(job((event, work) -> Outcome.emit(scanned(event))).run(noted("host-1", "defect", 0), WANTED))
                .isEqualTo(JobEnd.EMITTED);
    }

    @Test
    void triesAgainWhatAnExceptionOfAnotherModuleCallsPassingAndShowsItsProgram() {
        JobEnd end = job((event, work) -> {
                    throw new FfmpegGone();
                })
                .run(record(1), WANTED);

        assertThat(end).isEqualTo(JobEnd.DEAD_LETTERED);
        assertThat(letterHeader("dlq-attempts")).isEqualTo("3");
        assertThat(letterHeader("dlq-error-code")).isEqualTo("ffmpeg-failed");
        assertThat(letterHeader("dlq-ffmpeg-command")).isEqualTo("ffmpeg -version");
        assertThat(letterHeader("dlq-ffmpeg-log")).isEqualTo("killed");
    }

    @Test
    void aJobThatNobodyWantsIsStoppedAndIsNoFailure() throws Exception {
        JobEnd end = job((event, work) -> {
                    Files.writeString(work.scratch().resolve("half.mp4"), "moov");
                    Thread.ofVirtual().start(() -> running.withdraw("v1", 1, "cancelled"));
                    Thread.sleep(60_000);
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), Lease.unlimited());

        Thread.interrupted();
        assertThat(end).isEqualTo(JobEnd.CANCELLED);
        assertThat(end.acknowledgement()).isEqualTo(AcknowledgeType.ACCEPT);
        assertThat(sender.written).isEmpty();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files).noneMatch(file -> file.endsWith("half.mp4"));
        }
        assertThat(meters.get("segue.stage.cancelled").counter().count()).isEqualTo(1);
        assertThat(host.out()).isFalse();
    }

    @Test
    void aJobThatMakesAFaultOfTheInterruptIsNoFailureEither() {
        JobEnd end = job((event, work) -> {
                    running.withdraw("v1", 1, "cancelled");
                    throw new IllegalStateException("the pipe is broken");
                })
                .run(record(1), Lease.unlimited());

        Thread.interrupted();
        assertThat(end).isEqualTo(JobEnd.CANCELLED);
        assertThat(sender.written).isEmpty();
    }

    @Test
    void aJobOfARunThatWasCancelledBeforeIsNotBegun() {
        running.withdraw("v1", 1, "cancelled");
        List<Integer> attempts = new ArrayList<>();

        JobEnd end = job((event, work) -> {
                    attempts.add(work.attempt());
                    return Outcome.emit(scanned(event));
                })
                .run(record(1), Lease.unlimited());

        assertThat(end).isEqualTo(JobEnd.CANCELLED);
        assertThat(attempts).isEmpty();
    }

    private static final class FfmpegGone extends RuntimeException implements CodedFailure {
        @Override
        public String code() {
            return "ffmpeg-failed";
        }

        @Override
        public boolean passing() {
            return true;
        }

        @Override
        public Optional<ProgramRun> programRun() {
            return Optional.of(new ProgramRun("ffmpeg -version", "killed"));
        }
    }

    private RecordJob<UploadComplete> job(StageHandler<UploadComplete> handler) {
        BackOff backOff = new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1));
        TraceParents traces = new TraceParents(new Random(1));
        StageSpec<UploadComplete> spec = new StageSpec<>(
                "scanner", "upload-complete", UploadComplete.class, 1, Duration.ofSeconds(5), false, handler);
        StageMetrics metrics = new StageMetrics(meters, "scanner", 1);
        Circuits circuits = new Circuits("scanner", 3, Bench.CIRCUIT, new Random(1), CLOCK);
        OtherHosts others = new OtherHosts("host-1", () -> otherHosts, sender);
        return new RecordJob<>(
                spec,
                new RecordJob.JobTools(
                        codec,
                        new FailedJobs(
                                new DeadLetters(
                                        sender, new DeadLetterRecords("scanner", "segue-scanner", "host-1"), backOff),
                                others,
                                host,
                                backOff,
                                metrics,
                                CLOCK),
                        host,
                        running,
                        5,
                        metrics,
                        traces,
                        CLOCK),
                new Attempts<>(
                        new Attempt<>(
                                spec,
                                new KafkaEventPublisher(sender, codec, traces),
                                circuits,
                                new DeadlineWatch(timer),
                                scratch,
                                metrics,
                                CLOCK),
                        new RetryPolicy(3, backOff),
                        circuits,
                        Duration.ofMillis(300),
                        others::exist,
                        CLOCK));
    }

    private ConsumerRecord<byte[], byte[]> noted(String failedOn, String code, int passes) {
        ConsumerRecord<byte[], byte[]> record = record(1);
        record.headers().add("segue-failed-host", bytes(failedOn));
        record.headers().add("segue-failed-code", bytes(code));
        record.headers().add("segue-failed-passes", bytes(String.valueOf(passes)));
        return record;
    }

    private ConsumerRecord<byte[], byte[]> record(int delivery) {
        Envelope envelope = codec.write(upload("v1"), "/segue/ingest", null);
        RecordHeaders headers = new RecordHeaders();
        envelope.headers().forEach((name, value) -> headers.add(name, bytes(value)));
        return new ConsumerRecord<>(
                "upload-complete",
                0,
                0,
                CLOCK.instant().minusSeconds(3).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes("v1"),
                envelope.value(),
                headers,
                Optional.empty(),
                Optional.of((short) delivery));
    }

    private String letterHeader(String name) {
        assertThat(sender.written).extracting(ProducerRecord::topic).containsExactly("upload-complete.dlq");
        return header(name);
    }

    private String header(String name) {
        return new String(sender.written.get(0).headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
