package dev.segue.ops.timeline;

import dev.segue.ops.EventRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What a batch adds up to. */
final class BatchFold {
    private final Map<String, VideoState> known;
    private final Map<TopicPartition, Positions.Position> positions;
    private final Expectation expectation;
    private final Map<String, VideoState> changed = new LinkedHashMap<>();
    private final Map<String, VideoStatus> statuses = new LinkedHashMap<>();
    private final Map<String, Long> ended = new TreeMap<>();

    /** @param known the videos that the records are about, as far as there are */
    BatchFold(
            List<Projected> records,
            Map<String, VideoState> known,
            Map<TopicPartition, Positions.Position> positions,
            Expectation expectation) {
        this.known = known;
        this.positions = positions;
        this.expectation = expectation;
        for (Projected record : records) {
            record.event().ifPresent(event -> add(record, event));
        }
    }

    /** The videos as they are now. */
    Map<String, VideoState> changed() {
        return changed;
    }

    /** Of those that others should hear of. */
    Collection<VideoStatus> statuses() {
        return statuses.values();
    }

    private void add(Projected record, EventRecord event) {
        VideoState before = changed.get(event.videoId());
        before = before == null ? known.get(event.videoId()) : before;
        VideoState now = VideoState.with(before, event, expectation);
        changed.put(event.videoId(), now);
        VideoStatus status = VideoStatus.of(now);
        if (before == null || status.tellsMoreThan(VideoStatus.of(before))) {
            statuses.put(event.videoId(), status);
        }
        Positions.Position position = positions.get(record.partition());
        if (position == null || record.offset() >= position.counted()) {
            count(before, now);
        }
    }

    /** A first dead letter counts, also when it is read after the end: it lies on another topic. */
    private void count(@Nullable VideoState before, VideoState now) {
        VideoState same = before != null
                        && before.progress().generation() == now.progress().generation()
                ? before
                : null;
        Optional<String> ending = now.ending();
        boolean news = same == null || !same.ending().equals(ending);
        if (news && !ending.equals(Optional.of(VideoState.DEAD))) {
            ending.ifPresent(this::ended);
        }
        boolean died = now.died() && (same == null || !same.died());
        boolean endedByItsOwner = ending.equals(Optional.of("rejected")) || ending.equals(Optional.of("cancelled"));
        if (died && !endedByItsOwner) {
            ended(VideoState.DEAD);
        }
    }

    private void ended(String outcome) {
        ended.merge(outcome, 1L, Long::sum);
    }

    /** How many runs ended, and how; a run that was helped counts as dead, too. */
    Map<String, Long> ended() {
        return ended;
    }

    /** Adds to the counts of ends, and writes how long stages take. */
    void writeCounts(Handle handle) {
        PreparedBatch paces = handle.prepareBatch("insert into pace (stage, ms) values (:stage, :ms)"
                + " on conflict (stage) do update set ms = excluded.ms");
        expectation.pace().millis().forEach((stage, ms) -> paces.bind("stage", stage)
                .bind("ms", ms)
                .add());
        PreparedBatch ends = handle.prepareBatch("insert into ended (outcome, videos) values (:outcome, :videos)"
                + " on conflict (outcome) do update set videos = ended.videos + excluded.videos");
        ended.forEach((outcome, videos) ->
                ends.bind("outcome", outcome).bind("videos", videos).add());
        for (PreparedBatch batch : List.of(paces, ends)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
    }
}
