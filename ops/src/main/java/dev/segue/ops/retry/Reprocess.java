package dev.segue.ops.retry;

import dev.segue.contract.EventCodec;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.GroupProgress;
import dev.segue.ops.retry.RetryRefusedException.Reason;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.TransientFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes many videos anew, slowly. May be stopped at any moment and asked for again: what was begun is read from the audit, which was
 * written together with the event that begins a run.
 */
public final class Reprocess {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int REASONS = 10;

    private final KafkaSettings kafka;
    private final Candidates candidates;
    private final Retries retries;

    Reprocess(KafkaSettings kafka, Candidates candidates, Retries retries) {
        this.kafka = kafka;
        this.candidates = candidates;
        this.retries = retries;
    }

    /**
     * The videos that would be begun, the oldest upload first.
     *
     * @throws ClusterUnavailableException when Kafka or the timeline does not answer
     */
    public List<Candidate> wouldBegin(ReprocessRequest request) {
        List<Candidate> meant = candidates(request);
        Set<String> before = begun(request.run());
        return meant.stream()
                .filter(video -> !before.contains(video.videoId()) && !video.running())
                .limit(request.limit())
                .toList();
    }

    /**
     * Begins them.
     *
     * @param progress told of each and of what is waited for
     * @throws ClusterUnavailableException when Kafka, the timeline or the store does not answer; asked for again, it goes on there
     */
    public ReprocessReport run(ReprocessRequest request, Consumer<String> progress) throws InterruptedException {
        // The audit second: what another one began since is then known, or shows in the number of its newest run.
        List<Candidate> meant = candidates(request);
        Set<String> before = begun(request.run());
        int begun = 0;
        int running = 0;
        int already = 0;
        List<String> refused = new ArrayList<>();
        long nextAt = System.nanoTime();
        try (GroupProgress groups = new GroupProgress(kafka)) {
            for (Candidate video : meant) {
                if (before.contains(video.videoId())) {
                    already++;
                } else if (video.running()) {
                    running++;
                } else if (begun < request.limit()) {
                    awaitRoom(groups, request, progress);
                    Thread.sleep(Duration.ofNanos(Math.max(0, nextAt - System.nanoTime())));
                    nextAt = System.nanoTime() + Duration.ofSeconds(1).toNanos() / request.perSecond();
                    try {
                        Retried retried = retries.retry(retry(request, video));
                        begun++;
                        progress.accept(
                                "run " + retried.generation() + " of " + video.videoId() + " from " + retried.from());
                    } catch (RetryRefusedException e) {
                        if (e.reason() == Reason.RUNNING) {
                            running++;
                        } else {
                            refused.add(video.videoId() + ": " + e.getMessage());
                        }
                    }
                }
            }
        }
        return new ReprocessReport(
                request.run(),
                meant.size(),
                already,
                begun,
                running,
                refused.size(),
                refused.stream().limit(REASONS).toList());
    }

    private static RetryRequest retry(ReprocessRequest request, Candidate video) {
        return new RetryRequest(
                video.videoId(),
                request.from(),
                request.profile(),
                request.priority(),
                false,
                video.generation(),
                request.by(),
                "cli",
                request.run());
    }

    private List<Candidate> candidates(ReprocessRequest request) {
        try {
            return candidates.of(request.filter());
        } catch (TransientFailure e) {
            throw new ClusterUnavailableException("the timeline in PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    private Set<String> begun(String run) {
        Set<String> videos = new HashSet<>();
        try (TopicScan scan = new TopicScan(kafka)) {
            scan.all(List.of(RetryAction.TOPIC), record -> {
                byte[] value = record.value();
                RetryAction action = value == null ? null : action(value);
                if (action != null && action.run().equals(run)) {
                    videos.add(action.videoId());
                }
            });
        }
        return videos;
    }

    private static RetryAction action(byte[] value) {
        try {
            return EventCodec.json().readValue(value, RetryAction.class);
        } catch (IOException e) {
            // Guessing would begin a video twice or never.
            throw new IllegalStateException(
                    "the topic " + RetryAction.TOPIC
                            + " holds a record that is no action; was it written by another program?",
                    e);
        }
    }

    private static void awaitRoom(GroupProgress groups, ReprocessRequest request, Consumer<String> progress)
            throws InterruptedException {
        RetryFrom from = Objects.requireNonNullElse(request.from(), RetryFrom.latest(request.profile()));
        String group = from.group().orElse(null);
        boolean told = false;
        while (group != null && groups.lag(group, from.event().topic()) > request.mostLag()) {
            if (!told) {
                progress.accept("waiting: " + group + " is more than " + request.mostLag() + " records behind");
                told = true;
            }
            Thread.sleep(LOOK);
        }
    }
}
