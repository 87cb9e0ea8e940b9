package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RunningJobTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void tellsItsEnd() throws Exception {
        RunningJob job = RunningJob.start("job", () -> JobEnd.EMITTED);

        assertThat(job.endsWithin(SOON)).isTrue();
        assertThat(job.end()).isEqualTo(JobEnd.EMITTED);
    }

    @Test
    void runsOnAThreadOfItsOwnWithItsName() throws Exception {
        StringBuilder name = new StringBuilder();
        RunningJob job = RunningJob.start("scanner-0-job", () -> {
            name.append(Thread.currentThread().getName());
            return JobEnd.EMITTED;
        });

        assertThat(job.endsWithin(SOON)).isTrue();
        assertThat(name).hasToString("scanner-0-job");
    }

    @Test
    void countsAsReleasedWhileItRuns() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        RunningJob job = RunningJob.start("job", () -> wait(mayEnd, JobEnd.EMITTED));

        assertThat(job.endsWithin(Duration.ZERO)).isFalse();
        assertThat(job.end()).isEqualTo(JobEnd.RELEASED);
        mayEnd.countDown();
        assertThat(job.endsWithin(SOON)).isTrue();
        assertThat(job.end()).isEqualTo(JobEnd.EMITTED);
    }

    @Test
    void isInterruptedWhenItIsToStop() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        RunningJob job = RunningJob.start("job", () -> {
            interrupted.set(wait(new CountDownLatch(1), JobEnd.EMITTED) == JobEnd.RELEASED);
            return JobEnd.RELEASED;
        });

        assertThat(job.stop(SOON)).isTrue();
        assertThat(interrupted).isTrue();
    }

    @Test
    void saysWhenItDoesNotStop() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        RunningJob job = RunningJob.start("job", () -> {
            while (wait(mayEnd, JobEnd.EMITTED) == JobEnd.RELEASED) {
                // As a handler that takes no notice.
            }
            return JobEnd.EMITTED;
        });

        assertThat(job.stop(Duration.ofMillis(20))).isFalse();
        mayEnd.countDown();
        assertThat(job.endsWithin(SOON)).isTrue();
    }

    @Test
    void isReleasedWhenItEndsByAFaultOfOurs() throws Exception {
        RunningJob job = RunningJob.start("job", () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
            throw new IllegalStateException("fault");
        });

        assertThat(job.endsWithin(SOON)).isTrue();
        assertThat(job.end()).isEqualTo(JobEnd.RELEASED);
    }

    private static JobEnd wait(CountDownLatch latch, JobEnd end) {
        try {
            latch.await();
            return end;
        } catch (InterruptedException e) {
            return JobEnd.RELEASED;
        }
    }
}
