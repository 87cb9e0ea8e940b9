package dev.segue.ops.timeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The SQL of a {@link VideoFilter}. Pages are found by the sort keys and not by counting rows, so that the last page costs what the
 * first does.
 */
final class VideoQuery {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> binds = new TreeMap<>();
    private final int limit;

    private VideoQuery(int limit) {
        this.limit = limit;
    }

    static VideoQuery of(VideoFilter filter) {
        VideoQuery query = new VideoQuery(filter.limit());
        if (filter.states().size() == 1) {
            query.where("state = :state", "state", filter.states().getFirst());
        } else if (!filter.states().isEmpty()) {
            query.where("state = any(:states)", "states", filter.states().toArray(String[]::new));
        }
        if (filter.owner() != null) {
            query.where("owner = :owner", "owner", filter.owner());
        }
        if (filter.since() != null) {
            query.where("first_at >= :since", "since", filter.since().atOffset(ZoneOffset.UTC));
        }
        if (filter.until() != null) {
            query.where("first_at < :until", "until", filter.until().atOffset(ZoneOffset.UTC));
        }
        if (filter.text() != null) {
            String words = VideoFilter.words(filter.text()).stream()
                    .map(word -> word + ":*")
                    .collect(Collectors.joining(" & "));
            query.where("(words @@ to_tsquery('simple', :words) or video_id = :text)", "words", words);
            query.binds.put("text", Projected.storable(filter.text().strip()));
        }
        if (filter.cursor() != null) {
            Cursor cursor = Cursor.of(filter.cursor(), 1);
            Instant at = cursor.at();
            query.where("(first_at, video_id) < (:at, :after)", "at", at.atOffset(ZoneOffset.UTC));
            query.binds.put("after", cursor.keys().getFirst());
        }
        return query;
    }

    private void where(String condition, String name, Object value) {
        conditions.add(condition);
        binds.put(name, value);
    }

    /** One row more than was asked for, which tells whether there are more. */
    String sql() {
        return "select " + VideoRows.COLUMNS + " from video"
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                + " order by first_at desc, video_id desc limit " + (limit + 1);
    }

    Query bind(Handle handle) {
        return bind(handle, sql());
    }

    Query bind(Handle handle, String sql) {
        Query query = handle.createQuery(sql);
        binds.forEach((name, value) -> {
            if (value instanceof String[] texts) {
                query.bindArray(name, String.class, (Object[]) texts);
            } else {
                query.bind(name, value);
            }
        });
        return query;
    }
}
