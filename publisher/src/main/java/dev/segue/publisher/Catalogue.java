package dev.segue.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Published;
import dev.segue.contract.RenditionComplete;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What exists of each video, in PostgreSQL. Workers that finish renditions of one version take turns on its row. */
final class Catalogue {
    private final Database database;
    private final Clock clock;

    Catalogue(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Notes that a rendition is complete.
     *
     * @return all renditions of the version in the order of {@code event.renditions()}, or empty while some are missing. Of
     *     several workers that add the last ones at the same time at least one gets them all: each sees what was added before
     *     it held the version's row.
     */
    Optional<List<RenditionComplete>> add(RenditionComplete event) throws TransientFailure {
        return database.inTransaction(handle -> {
            handle.createUpdate("insert into video (video_id) values (:videoId) on conflict do nothing")
                    .bind("videoId", event.videoId())
                    .execute();
            handle.createUpdate("insert into version (video_id, generation, name, owner, profile)"
                            + " values (:videoId, :generation, :name, :owner, :profile) on conflict do nothing")
                    .bind("videoId", event.videoId())
                    .bind("generation", event.generation())
                    .bind("name", event.job().name())
                    .bind("owner", event.job().owner())
                    .bind("profile", event.job().profile())
                    .execute();
            handle.createQuery(
                            "select 1 from version where video_id = :videoId and generation = :generation for update")
                    .bind("videoId", event.videoId())
                    .bind("generation", event.generation())
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("insert into rendition (video_id, generation, rendition_id, facts)"
                            + " values (:videoId, :generation, :rendition, cast(:facts as jsonb))"
                            + " on conflict (video_id, generation, rendition_id) do update set facts = excluded.facts")
                    .bind("videoId", event.videoId())
                    .bind("generation", event.generation())
                    .bind("rendition", event.rendition().id())
                    .bind("facts", json(event))
                    .execute();
            return complete(handle, event);
        });
    }

    private static Optional<List<RenditionComplete>> complete(Handle handle, RenditionComplete event) {
        List<String> there = handle.createQuery("select rendition_id from rendition"
                        + " where video_id = :videoId and generation = :generation")
                .bind("videoId", event.videoId())
                .bind("generation", event.generation())
                .mapTo(String.class)
                .list();
        if (!there.containsAll(event.renditions())) {
            return Optional.empty();
        }
        Map<String, RenditionComplete> facts = new HashMap<>();
        handle.createQuery("select facts from rendition where video_id = :videoId and generation = :generation")
                .bind("videoId", event.videoId())
                .bind("generation", event.generation())
                .mapTo(String.class)
                .map(Catalogue::event)
                .forEach(e -> facts.put(e.rendition().id(), e));
        return Optional.of(event.renditions().stream()
                .map(id -> Objects.requireNonNull(facts.get(id)))
                .toList());
    }

    /**
     * Notes that a version is published. While {@code makeVisible} runs, no other version of the video can be published.
     *
     * @param makeVisible given when this version was published first
     */
    void publish(Published event, Consumer<Instant> makeVisible) throws TransientFailure {
        database.inTransaction(handle -> {
            handle.createQuery("select 1 from video where video_id = :videoId for no key update")
                    .bind("videoId", event.videoId())
                    .mapTo(Integer.class)
                    .one();
            // What PostgreSQL keeps is exact to the microsecond, and the pointer must say the same each time.
            OffsetDateTime now =
                    Instant.now(clock).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
            OffsetDateTime first = handle.createQuery("update version set hls = :hls, dash = :dash,"
                            + " duration_us = :durationUs, published_at = coalesce(published_at, :now)"
                            + " where video_id = :videoId and generation = :generation returning published_at")
                    .bind("hls", event.hls())
                    .bind("dash", event.dash())
                    .bind("durationUs", event.durationUs())
                    .bind("now", now)
                    .bind("videoId", event.videoId())
                    .bind("generation", event.generation())
                    .mapTo(OffsetDateTime.class)
                    .one();
            makeVisible.accept(first.toInstant());
            return first;
        });
    }

    private static String json(RenditionComplete event) {
        try {
            return EventCodec.json().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rendition cannot be written as JSON", e);
        }
    }

    private static RenditionComplete event(String json) {
        try {
            return EventCodec.json().readValue(json, RenditionComplete.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalogue holds a rendition that cannot be read", e);
        }
    }
}
