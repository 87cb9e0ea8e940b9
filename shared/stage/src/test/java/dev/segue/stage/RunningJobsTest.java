package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.UploadComplete;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningJobsTest {
    private final RunningJobs jobs = new RunningJobs();
    private final Lease lease = Lease.unlimited();

    /** Jobs that are stopped interrupt this thread, which is theirs. */
    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @Test
    void aCancelledRunIsStoppedWithOlderOnesAndNothingElse() {
        RunningJobs.Job first = begin("v1", 1);
        RunningJobs.Job other = begin("v10", 1);

        jobs.withdraw("v1", 2, "cancelled");

        assertThat(first.stopped()).isTrue();
        assertThat(other.stopped()).isFalse();
        assertThat(lease.held()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(begin("v1", 2).stopped()).as("what comes later").isTrue();
        assertThat(begin("v1", 3).stopped()).as("the next run").isFalse();
    }

    @Test
    void aNewerRunTakesThePlaceOfOlderOnes() {
        RunningJobs.Job first = begin("v1", 1);

        RunningJobs.Job second = begin("v1", 2);

        assertThat(first.stopped()).isTrue();
        assertThat(second.stopped()).isFalse();
        assertThat(begin("v1", 1).stopped()).as("an older one that comes late").isTrue();
    }

    @Test
    void anOlderCommandDoesNotBringBackWhatANewerOneWithdrew() {
        jobs.withdraw("v1", 3, "cancelled");
        jobs.withdraw("v1", 1, "cancelled");

        assertThat(begin("v1", 3).stopped()).isTrue();
    }

    @Test
    void ofJobsWhoseResultIsThereOnlyThoseAreStoppedThatStillRun() {
        RunningJobs.Job done = begin("v1", 1);
        RunningJobs.Job late = begin("v1", 1);
        List<RunningJobs.Job> both = jobs.making("v1", 1, "");
        done.close();

        jobs.stop(both, "done by another worker");

        assertThat(both).hasSize(2);
        assertThat(done.stopped()).isFalse();
        assertThat(late.stopped()).isTrue();
        assertThat(jobs.making("v1", 1, "video-h264/0")).isEmpty();
    }

    private RunningJobs.Job begin(String videoId, int generation) {
        UploadComplete first = Bench.upload(videoId);
        return jobs.begin(new UploadComplete(videoId, generation, first.job(), first.source()), lease);
    }
}
