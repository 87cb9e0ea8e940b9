package dev.segue.ops.retry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.EventCodec;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds videos in the timeline, some hundred at a time, so that a million of them need no memory to speak of. */
final class Candidates {
    private static final int PAGE = 500;
    private static final String QUERY = """
            select video_id, generation, state, owner, name, first_at, progress from video
             where (first_at, video_id) > (:at, :id) and first_at >= :since and first_at < :until
               and (cast(:owner as text) is null or owner = :owner) and (cast(:state as text) is null or state = :state)
             order by first_at, video_id limit %d
            """.formatted(PAGE);

    /** PostgreSQL's own reach is larger, but not as Java's years are written. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final Database timeline;

    Candidates(Database timeline) {
        this.timeline = timeline;
    }

    /** Those that are meant, the oldest upload first. */
    List<Candidate> of(ReprocessFilter filter) throws TransientFailure {
        List<Candidate> meant = new ArrayList<>();
        Candidate last = null;
        while (true) {
            List<Candidate> page = page(filter, last);
            page.stream().filter(filter::matches).forEach(meant::add);
            if (page.size() < PAGE) {
                return meant;
            }
            last = page.getLast();
        }
    }

    private List<Candidate> page(ReprocessFilter filter, @Nullable Candidate last) throws TransientFailure {
        return timeline.inTransaction(handle -> handle.createQuery(QUERY)
                .bind("at", at(last == null ? FIRST : last.uploaded()))
                .bind("id", last == null ? "" : last.videoId())
                .bind("since", at(Objects.requireNonNullElse(filter.since(), FIRST)))
                .bind("until", at(Objects.requireNonNullElse(filter.until(), LAST)))
                .bind("owner", filter.where().get("owner"))
                .bind("state", filter.where().get("state"))
                .map((row, context) -> candidate(row))
                .list());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        JsonNode progress = json(row.getString("progress"));
        JsonNode picture = progress.path("plan").path("video");
        Set<String> made = new HashSet<>();
        picture.path("renditions").forEach(r -> made.add(r.path("codec").asText()));
        progress.path("plan")
                .path("audio")
                .forEach(r -> made.add(r.path("codec").asText()));
        return new Candidate(
                row.getString("video_id"),
                row.getInt("generation"),
                row.getString("state"),
                row.getString("owner"),
                row.getString("name"),
                progress.path("job").path("profile").textValue(),
                picture.path("stream").path("codec").textValue(),
                made,
                row.getObject("first_at", OffsetDateTime.class).toInstant());
    }

    private static JsonNode json(String text) {
        try {
            return EventCodec.json().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the timeline holds progress that is no JSON", e);
        }
    }
}
