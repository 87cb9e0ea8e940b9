package dev.segue.ops;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.contract.EventIds;
import dev.segue.contract.EventType;
import dev.segue.contract.Forecast;
import dev.segue.contract.Job;
import dev.segue.contract.Plan;
import dev.segue.contract.Prioritize;
import dev.segue.contract.Probed;
import dev.segue.contract.Published;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.Rejected;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.UploadComplete;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds one record to a {@link VideoProgress}. Each field is a set, a least, a greatest, or set by one kind of event alone, so
 * the order of events does not matter and hearing one twice changes nothing.
 */
final class VideoFold {
    /** Says nothing of how far the video has come. */
    private static final Set<EventType> ASIDE = EnumSet.of(
            EventType.REJECTED,
            EventType.CANCEL,
            EventType.PRIORITIZE,
            EventType.FORECAST,
            EventType.QUALITY_REQUESTED,
            EventType.QUALITY_MEASURED);

    private final String videoId;
    private final int generation;
    private @Nullable Job job;
    private @Nullable EventType reached;
    private @Nullable Duration probedDuration;
    private @Nullable Plan plan;
    private final Set<Warning> warnings;
    private final WorkFold work;
    private @Nullable Published published;
    private @Nullable Rejected rejected;
    private @Nullable Cancel cancelled;
    private final Map<String, EventRecord.DeadLetter> deadLetters;
    private Instant firstAt;
    private Instant lastAt;
    private @Nullable Instant encodingFrom;
    private @Nullable Instant encodedUntil;
    private VideoProgress.@Nullable Expected encodedBy;

    private VideoFold(VideoProgress p) {
        videoId = p.videoId();
        generation = p.generation();
        job = p.job();
        reached = p.reached();
        probedDuration = p.probedDuration();
        plan = p.plan();
        warnings = new LinkedHashSet<>(p.warnings());
        work = new WorkFold(p);
        published = p.published();
        rejected = p.rejected();
        cancelled = p.cancelled();
        deadLetters = new HashMap<>(p.deadLetters());
        firstAt = p.firstAt();
        lastAt = p.lastAt();
        encodingFrom = p.encodingFrom();
        encodedUntil = p.encodedUntil();
        encodedBy = p.encodedBy();
    }

    /** What is known of the video before the record is added. */
    static VideoProgress blank(EventRecord r) {
        return new VideoProgress(
                r.videoId(),
                generation(r),
                null,
                null,
                null,
                null,
                Set.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                r.at(),
                r.at(),
                null,
                null,
                null);
    }

    static VideoProgress fold(VideoProgress known, EventRecord record) {
        if (!record.videoId().equals(known.videoId())) {
            throw new IllegalArgumentException(
                    "a record of " + record.videoId() + " says nothing about " + known.videoId());
        }
        int generation = generation(record);
        if (generation < known.generation()) {
            return known;
        }
        VideoFold fold = new VideoFold(generation > known.generation() ? blank(record) : known);
        fold.add(record);
        return fold.result();
    }

    /** A dead letter whose event cannot be read is taken for the first run's: only that one comes from outside. */
    private static int generation(EventRecord record) {
        return switch (record) {
            case EventRecord.Stated s -> s.event().generation();
            case EventRecord.DeadLetter d -> d.event() == null ? 1 : d.event().generation();
        };
    }

    private void add(EventRecord record) {
        firstAt = earlier(firstAt, record.at());
        lastAt = later(lastAt, record.at());
        switch (record) {
            case EventRecord.Stated s -> add(s.event(), s.at());
            case EventRecord.DeadLetter d ->
                deadLetters.merge(
                        d.event() == null ? d.topic() : d.topic() + " " + EventIds.of(d.event()),
                        d,
                        (a, b) -> b.at().isAfter(a.at()) ? b : a);
        }
    }

    private void add(Event event, Instant at) {
        EventType type = EventType.of(event);
        if (!ASIDE.contains(type) && (reached == null || type.ordinal() > reached.ordinal())) {
            reached = type;
        }
        switch (event) {
            case UploadComplete e -> job = e.job();
            case Scanned e -> job = e.job();
            case Probed e -> {
                job = e.job();
                probedDuration = Duration.ofNanos(e.media().durationUs() * 1_000);
                plan = e.plan();
                warnings.addAll(e.warnings());
                Plan.VideoPlan picture = e.plan().video();
                // Of a ladder that is tried on the film first, rungs may be left out; the units tell.
                if (picture != null && picture.perTitle() == null) {
                    picture.renditions().stream().map(VideoRendition::id).forEach(work::known);
                }
                e.plan().audio().stream().map(AudioRendition::id).forEach(work::known);
            }
            case SegmentsReady e -> {
                job = e.job();
                encodingFrom = encodingFrom == null ? at : earlier(encodingFrom, at);
                work.announced(e);
            }
            case SegmentEncoded e -> {
                warnings.addAll(e.warnings());
                encodedUntil = encodedUntil == null ? at : later(encodedUntil, at);
                work.encoded(e);
            }
            case QualityRequested e -> {}
            case QualityMeasured e -> {}
            case RenditionComplete e -> {
                job = e.job();
                warnings.addAll(e.warnings());
                work.complete(e);
            }
            case Published e -> {
                job = e.job();
                published = e;
            }
            case Rejected e -> rejected = e;
            case Forecast e -> {
                if (encodedBy == null || !encodedBy.at().isAfter(at)) {
                    encodedBy = new VideoProgress.Expected(at, e.encodedBy());
                }
            }
            case Cancel e -> cancelled = e; // what was published before stays
            case Prioritize e -> {} // of the dispatcher's order, which shows in the forecast
        }
    }

    private VideoProgress result() {
        return new VideoProgress(
                videoId,
                generation,
                job,
                reached,
                probedDuration,
                plan,
                warnings,
                work.tracks(),
                work.renditions(),
                published,
                rejected,
                cancelled,
                deadLetters,
                firstAt,
                lastAt,
                encodingFrom,
                encodedUntil,
                encodedBy);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
