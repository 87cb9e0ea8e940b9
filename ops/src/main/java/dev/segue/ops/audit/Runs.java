package dev.segue.ops.audit;

import dev.segue.contract.Cancel;
import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.Published;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.UploadComplete;
import dev.segue.ops.deadletter.Letter;
import dev.segue.stage.HeaderTexts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The runs of those films that one pass is about. */
final class Runs {
    private final Predicate<String> wanted;
    private final EventCodec codec = new EventCodec(Clock.systemUTC());
    private final Map<String, TreeMap<Integer, RunFacts>> films = new HashMap<>();
    private final Map<String, Integer> cancelled = new HashMap<>();

    Runs(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** Whether a film belongs to this pass. */
    boolean wants(String videoId) {
        return wanted.test(videoId);
    }

    /**
     * Takes what one record says.
     *
     * @return the event; null when it is of a film of another pass, or none: then the stage that reads it makes a dead letter of it
     */
    @Nullable
    Event add(ConsumerRecord<byte[], byte @Nullable []> record) {
        Instant at = Instant.ofEpochMilli(record.timestamp());
        RunFacts.Place place = new RunFacts.Place(record.partition(), record.offset());
        if (record.topic().equals(Cut.ENCODE_QUEUE)) {
            queued(record, at, place);
            return null;
        }
        Event event = event(record).orElse(null);
        if (event == null) {
            return null;
        }
        RunFacts run = run(event.videoId(), event.generation());
        run.heard(EventType.of(event), at);
        run.lies(record.topic(), place);
        switch (event) {
            case UploadComplete e -> run.uploaded(e.source());
            case Scanned e -> run.accepted(e.source());
            case SegmentsReady e -> run.ready(e);
            case SegmentEncoded e -> run.encoded(e);
            case Published e -> run.published(e);
            case Cancel e -> cancelled.merge(e.videoId(), e.generation(), Math::max);
            default -> {
                // That it was said is enough.
            }
        }
        return event;
    }

    /** Its content is that of segments-ready; only that it lies here is news. */
    private void queued(ConsumerRecord<byte[], byte @Nullable []> record, Instant at, RunFacts.Place place) {
        String[] unit =
                record.key() == null ? new String[0] : new String(record.key(), StandardCharsets.UTF_8).split("/", 3);
        if (unit.length == 3 && unit[1].matches("\\d{1,9}") && wanted.test(unit[0])) {
            RunFacts run = run(unit[0], Integer.parseInt(unit[1]));
            run.heardOf(at);
            run.lies(record.topic(), place);
        }
    }

    /** The event, when it is of a film of this pass. Parsing is most of the work, so the key is looked at first. */
    private Optional<Event> event(ConsumerRecord<byte[], byte @Nullable []> record) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        boolean fromOutside = record.topic().equals(EventType.UPLOAD_COMPLETE.topic());
        if (!fromOutside && (key == null || !wanted.test(key))) {
            return Optional.empty();
        }
        try {
            Map<String, String> headers = HeaderTexts.of(record.headers());
            Event event = fromOutside
                    ? codec.readAtTheDoor(UploadComplete.class, key, headers, record.value())
                    : codec.readAny(headers, record.value());
            return Optional.of(event).filter(e -> wanted.test(e.videoId()));
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    /** Takes a letter that nothing was done about yet. */
    void add(Letter letter) {
        String videoId = letter.videoId();
        if (videoId == null || !wanted.test(videoId)) {
            return;
        }
        String[] id =
                letter.eventId() == null ? new String[0] : letter.eventId().split("/", 3);
        int generation = id.length == 3 && id[1].matches("\\d{1,9}") ? Integer.parseInt(id[1]) : 1;
        run(videoId, generation).died(letter);
    }

    /** A run, of which nothing is known when nobody spoke of it. */
    RunFacts run(String videoId, int generation) {
        return films.computeIfAbsent(videoId, v -> new TreeMap<>())
                .computeIfAbsent(generation, g -> new RunFacts(videoId, g));
    }

    Collection<TreeMap<Integer, RunFacts>> films() {
        return films.values();
    }

    /** The runs of a film by generation; none for one that nobody speaks of. */
    TreeMap<Integer, RunFacts> of(String videoId) {
        return films.getOrDefault(videoId, new TreeMap<>());
    }

    boolean isCancelled(RunFacts run) {
        return cancelled.getOrDefault(run.videoId(), 0) >= run.generation();
    }

    /** Whether work on a newer run was begun. */
    boolean isSuperseded(RunFacts run) {
        return of(run.videoId()).tailMap(run.generation(), false).values().stream()
                .anyMatch(EndCheck::isBegun);
    }

    /** What the envelope calls an event of a run. */
    static String id(RunFacts run, EventType type) {
        return Envelope.ID + " " + run.videoId() + "/" + run.generation() + "/" + type.kind();
    }
}
