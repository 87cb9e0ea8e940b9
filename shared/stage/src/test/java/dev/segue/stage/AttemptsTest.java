package dev.segue.stage;

import static dev.segue.stage.Bench.scanned;
import static dev.segue.stage.Bench.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.EventCodec;
import dev.segue.contract.SteadyClock;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.Attempts.End;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class AttemptsTest {
    /** The system's own idea of a full disk. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path root;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeSender sender = new FakeSender();
    private final AtomicBoolean otherHosts = new AtomicBoolean();
    private Duration patience = Duration.ofMinutes(5);
    private Duration deadline = Duration.ofSeconds(5);
    private Clock clock = Clock.systemUTC();
    private Circuits circuits = circuits(Duration.ofMillis(5));
    private ScratchFolders scratch;

    @BeforeEach
    void makeScratch() throws Exception {
        scratch = ScratchFolders.under(root, 0);
    }

    @AfterEach
    void stop() throws Exception {
        MDC.clear();
        threads.shutdownNow();
        timer.shutdownNow();
        scratch.close();
    }

    @Test
    void waitsOutADeadStoreWithoutUsingUpItsAttempts() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<Integer> numbers = new ArrayList<>();

        End end = attempts((event, work) -> {
                    numbers.add(work.attempt());
                    if (runs.incrementAndGet() <= 20) {
                        throw new TransientFailure("store-unavailable", "503");
                    }
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
        assertThat(runs).hasValue(21);
        assertThat(numbers).endsWith(3).doesNotContain(4);
        assertThat(circuits.trouble()).isEmpty();
    }

    @Test
    void waitsOutADeadStoreAlsoWhenAnAttemptHadFailedForAnotherReason() throws Exception {
        AtomicInteger runs = new AtomicInteger();

        End end = attempts((event, work) -> {
                    int run = runs.incrementAndGet();
                    if (run == 1) {
                        throw new TransientFailure("ffmpeg-failed", "hopeful");
                    }
                    if (run <= 20) {
                        throw new TransientFailure("store-unavailable", "503");
                    }
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
        assertThat(runs).hasValue(21);
    }

    @Test
    void burnsNoAttemptsOfManyJobsOnADeadStoreAndTriesOneAtATime() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger atATime = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        circuits = circuits(Duration.ofMillis(50));
        AtomicBoolean settled = new AtomicBoolean();
        Attempts<UploadComplete> attempts = attempts((event, work) -> {
            if (!down.get()) {
                return Outcome.emit(scanned(event));
            }
            int now = atATime.incrementAndGet();
            try {
                calls.incrementAndGet();
                if (settled.get()) {
                    most.accumulateAndGet(now, Math::max);
                }
                throw new TransientFailure("store-unavailable", "503");
            } finally {
                atATime.decrementAndGet();
            }
        });
        List<Future<End>> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String video = "v" + i;
            jobs.add(threads.submit(() -> attempts.make(task(video))));
        }
        // Those that had begun before the circuit opened.
        await().until(() -> circuits.pause() && atATime.get() == 0);
        settled.set(true);
        int before = calls.get();
        await().until(() -> calls.get() > before + 3);

        assertThat(jobs).noneMatch(Future::isDone);
        assertThat(most).hasValue(1);
        down.set(false);
        for (Future<End> job : jobs) {
            assertThat(job.get()).isEqualTo(new End.Stated(JobEnd.EMITTED));
        }
        assertThat(circuits.trouble()).isEmpty();
    }

    @Test
    void waitsForKafkaWithAResultThatItHas() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            sender.failures.add(new TransientFailure("kafka-unavailable", "no leader"));
        }

        End end = attempts((event, work) -> {
                    runs.incrementAndGet();
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
        assertThat(runs).hasValue(1);
        assertThat(sender.written).hasSize(1);
    }

    @Test
    @EnabledIf("hasFullDevice")
    void waitsForSpaceWhereTheDiskIsFull() throws Exception {
        AtomicInteger runs = new AtomicInteger();

        End end = attempts((event, work) -> {
                    boolean full = runs.incrementAndGet() <= 5;
                    Files.writeString(full ? FULL : work.scratch().resolve("a.mp4"), "moov");
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
        assertThat(runs).hasValue(6);
    }

    static boolean hasFullDevice() {
        return Files.exists(FULL);
    }

    @Test
    void takesNoTimeOffTheAttemptWhileItWaits() throws Exception {
        circuits = circuits(Duration.ofMillis(400));
        deadline = Duration.ofMillis(300);
        AtomicInteger runs = new AtomicInteger();

        End end = attempts((event, work) -> {
                    if (runs.incrementAndGet() <= 4) {
                        throw new TransientFailure("store-unavailable", "503");
                    }
                    assertThat(Duration.between(SteadyClock.ofProcess().instant(), work.deadline()))
                            .isGreaterThan(Duration.ofMillis(200));
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
    }

    @Test
    void givesUpWhatAloneBlamesTheStoreOnceOthersHaveShownThatItAnswers() throws Exception {
        Attempts<UploadComplete> attempts = attempts((event, work) -> {
            if (event.videoId().equals("bad")) {
                throw new TransientFailure("store-unavailable", "403 for this object alone");
            }
            return Outcome.emit(scanned(event));
        });
        Future<End> bad = threads.submit(() -> attempts.make(task("bad")));
        AtomicInteger video = new AtomicInteger();

        await().until(() -> {
            assertThat(attempts.make(task("good" + video.incrementAndGet()))).isInstanceOf(End.Stated.class);
            return bad.isDone();
        });

        assertThat(bad.get()).isInstanceOfSatisfying(End.GivenUp.class, end -> assertThat(end.attempts())
                .isEqualTo(3));
    }

    @Test
    void givesUpWhatAloneBlamesTheStoreWhenItsPatienceEnds() throws Exception {
        circuits = circuits(Duration.ofHours(1));
        patience = Duration.ofMillis(50);

        End end = attempts((event, work) -> {
                    throw new TransientFailure("store-unavailable", "503");
                })
                .make(task("v1"));

        assertThat(end).isInstanceOfSatisfying(End.GivenUp.class, given -> assertThat(
                        given.failure().code())
                .isEqualTo("store-unavailable"));
    }

    @Test
    void letsAnotherHostHaveWhatWaitedLong() throws Exception {
        circuits = circuits(Duration.ofHours(1));
        patience = Duration.ofMillis(50);
        otherHosts.set(true);
        for (String other : List.of("v7", "v8", "v9")) {
            circuits.failed(Failure.of(new TransientFailure("store-unavailable", "503")), other);
        }

        End end = attempts((event, work) -> {
                    throw new AssertionError("was run");
                })
                .make(task("v1"));

        assertThat(end).isInstanceOf(End.HandOver.class);
    }

    @Test
    void waitsAsLongAsItsPatienceHoweverLongItWorkedBefore() throws Exception {
        patience = Duration.ofMillis(100);
        otherHosts.set(true);
        AtomicInteger runs = new AtomicInteger();

        End end = attempts((event, work) -> {
                    if (runs.incrementAndGet() == 1) {
                        assertThat(new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS))
                                .isFalse();
                        for (String other : List.of("v7", "v8", "v9")) {
                            circuits.failed(Failure.of(new TransientFailure("store-unavailable", "503")), other);
                        }
                        throw new TransientFailure("store-unavailable", "503");
                    }
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
    }

    @Test
    void doesNotTakeALeaseThatWasGoneForAMomentForADefect() throws Exception {
        // A frozen process goes on just before its lock ends: the handler is refused, then the renewal is answered.
        AtomicLong now = new AtomicLong(28_000_000_000L);
        Lease lease = new Lease(now::get);
        lease.extend(27_000_000_000L, Duration.ofSeconds(30));

        End end = attempts((event, work) -> {
                    now.set(55_000_000_000L);
                    try {
                        work.lease().require();
                    } catch (LeaseLostException e) {
                        throw new IllegalStateException("transaction rolled back", e);
                    } finally {
                        lease.extend(now.get(), Duration.ofSeconds(30));
                    }
                    return Outcome.emit(scanned(event));
                })
                .make(new Attempts.Task<>(upload("v1"), "00-1-2-01", Optional.empty(), lease, Duration.ZERO));

        assertThat(lease.held()).isTrue();
        assertThat(end).isEqualTo(new End.Late(true));
    }

    @Test
    void neitherStopsNorRunsForEverWhenTheClockJumps() throws Exception {
        clock = new JumpingClock();
        AtomicInteger runs = new AtomicInteger();

        End end = attempts((event, work) -> {
                    runs.incrementAndGet();
                    assertThat(Duration.between(SteadyClock.ofProcess().instant(), work.deadline()))
                            .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
                    return Outcome.emit(scanned(event));
                })
                .make(task("v1"));
        deadline = Duration.ofMillis(50);
        long began = System.nanoTime();
        End tooLong = attempts((event, work) -> {
                    new CountDownLatch(1).await();
                    return Outcome.emit();
                })
                .make(task("v2"));

        assertThat(end).isEqualTo(new End.Stated(JobEnd.EMITTED));
        assertThat(runs).hasValue(1);
        assertThat(tooLong).isInstanceOfSatisfying(End.HandOver.class, over -> assertThat(
                        over.failure().code())
                .isEqualTo("deadline"));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(150), Duration.ofSeconds(4));
    }

    /** Put forward or back by a day each time that it is read. */
    private static final class JumpingClock extends Clock {
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public Instant instant() {
            return Instant.now().plus(Duration.ofDays(reads.incrementAndGet() % 2 == 0 ? 1 : -1));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Attempts.Task<UploadComplete> task(String videoId) {
        return new Attempts.Task<>(upload(videoId), "00-1-2-01", Optional.empty(), Lease.unlimited(), Duration.ZERO);
    }

    private Circuits circuits(Duration pause) {
        return new Circuits(
                "scanner",
                3,
                new CircuitSettings(pause, pause.multipliedBy(10), Duration.ofMinutes(5)),
                new Random(1),
                Clock.systemUTC());
    }

    private Attempts<UploadComplete> attempts(StageHandler<UploadComplete> handler) {
        StageMetrics metrics = new StageMetrics(new SimpleMeterRegistry(), "scanner", 1);
        EventCodec codec = new EventCodec(Clock.systemUTC());
        return new Attempts<>(
                new Attempt<>(
                        new StageSpec<>(
                                "scanner", "upload-complete", UploadComplete.class, 1, deadline, false, handler),
                        new KafkaEventPublisher(sender, codec, new TraceParents(new Random(1))),
                        circuits,
                        new DeadlineWatch(timer),
                        scratch,
                        metrics,
                        SteadyClock.ofProcess()),
                new RetryPolicy(3, new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(1))),
                circuits,
                patience,
                otherHosts::get,
                clock);
    }
}
