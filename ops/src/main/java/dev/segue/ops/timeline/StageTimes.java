package dev.segue.ops.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * When each stage had a run of a video, and what its units cost.
 *
 * @param stages in the order in which they have it
 * @param cpuMs processor time of all units
 * @param hosts which worked on its units
 * @param handedOutAgain how many units more than once
 * @param doneAgain how many results came of units that were done already
 */
public record StageTimes(List<Span> stages, long cpuMs, List<String> hosts, long handedOutAgain, long doneAgain) {
    /** @param until absent while it is not done */
    public record Span(
            String stage, @Nullable Instant since, @Nullable Instant until) {}

    public StageTimes {
        stages = List.copyOf(stages);
        hosts = List.copyOf(hosts);
    }

    private record Times(Instant first, Instant last) {}

    static StageTimes read(Handle handle, String videoId, int generation) {
        Map<String, Times> events = handle
                .createQuery("select type, min(at), max(at) from event"
                        + " where video_id = :id and generation = :generation group by type")
                .bind("id", videoId)
                .bind("generation", generation)
                .map((rs, ctx) -> Map.entry(rs.getString(1), new Times(required(rs, "min"), required(rs, "max"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return handle.createQuery("""
                        select min(ready_at) as ready, max(ready_at) as all_ready, max(encoded_at) as encoded,
                               count(*) = count(encoded_at) as done, coalesce(sum(cpu_ms), 0) as cpu_ms,
                               coalesce(array_remove(array_agg(distinct host), null), cast(array[] as text[])) as hosts,
                               count(*) filter (where queued_times > 1) as again,
                               count(*) filter (where encoded_times > 1) as twice
                          from unit where video_id = :id and generation = :generation""")
                .bind("id", videoId)
                .bind("generation", generation)
                .map((rs, ctx) -> of(events, rs))
                .one();
    }

    private static StageTimes of(Map<String, Times> events, ResultSet rs) throws SQLException {
        Instant uploaded = first(events, "upload-complete");
        Instant scanned = first(events, "scanned");
        Instant probed = first(events, "probed");
        Instant published = first(events, "published");
        Instant ready = VideoRows.instant(rs, "ready");
        Instant encoded = VideoRows.instant(rs, "encoded");
        boolean done = rs.getBoolean("done");
        Times complete = events.get("rendition-complete");
        Instant allComplete = complete == null || published == null ? null : complete.last();
        List<Span> spans = new ArrayList<>();
        spans.add(new Span("scanner", uploaded, scanned));
        spans.add(new Span("prober", scanned, probed));
        spans.add(new Span("splitter", probed, ready == null ? null : VideoRows.instant(rs, "all_ready")));
        spans.add(new Span("encoder", ready, done ? encoded : null));
        spans.add(new Span("assembler", encoded == null || !done ? null : encoded, allComplete));
        spans.add(new Span("publisher", complete == null ? null : complete.first(), published));
        String[] hosts = (String[]) rs.getArray("hosts").getArray();
        return new StageTimes(
                spans, rs.getLong("cpu_ms"), Arrays.asList(hosts), rs.getLong("again"), rs.getLong("twice"));
    }

    private static @Nullable Instant first(Map<String, Times> events, String type) {
        Times times = events.get(type);
        return times == null ? null : times.first();
    }

    private static Instant required(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(VideoRows.instant(rs, column));
    }
}
