package dev.segue.ops;

import dev.segue.contract.Cancel;
import dev.segue.contract.EventType;
import dev.segue.contract.Job;
import dev.segue.contract.Plan;
import dev.segue.contract.Published;
import dev.segue.contract.Rejected;
import dev.segue.contract.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far one video is: what its events, in whatever order and however often they are heard, add up to. Events of a newer
 * generation replace what older ones said.
 *
 * @param generation the run it tells of
 * @param job what was asked for, absent until an event that carries it was heard
 * @param reached the furthest kind of fact stated, absent when only failures were heard
 * @param probedDuration the source's duration, absent until it is probed
 * @param plan what is to be made, absent until it is probed
 * @param warnings what is odd about the source or about what was made of it
 * @param tracks by id
 * @param renditions by id, short ids first
 * @param deadLetters every record of it that was given up on, put back or not
 * @param firstAt when the first of its records was written
 * @param lastAt when the latest was
 * @param encodingFrom when the first unit of work became ready
 * @param encodedUntil when the latest unit was encoded
 * @param encodedBy when the last one will be, absent until the dispatcher has said so
 */
public record VideoProgress(
        String videoId,
        int generation,
        @Nullable Job job,
        @Nullable EventType reached,
        @Nullable Duration probedDuration,
        @Nullable Plan plan,
        Set<Warning> warnings,
        Map<String, TrackProgress> tracks,
        Map<String, RenditionProgress> renditions,
        @Nullable Published published,
        @Nullable Rejected rejected,
        @Nullable Cancel cancelled,
        Map<String, EventRecord.DeadLetter> deadLetters,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant encodingFrom,
        @Nullable Instant encodedUntil,
        @Nullable Expected encodedBy) {
    /** @param at when it was said that the encoding will be done by then; the latest word counts */
    public record Expected(Instant at, Instant encodedBy) {}

    /** v360 before v1080, and the sound before the picture. */
    private static final Comparator<String> SHORT_FIRST =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    public VideoProgress {
        warnings = Collections.unmodifiableSet(new LinkedHashSet<>(warnings));
        tracks = sorted(tracks);
        renditions = sorted(renditions);
        deadLetters = Map.copyOf(deadLetters);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        Map<String, T> sorted = new TreeMap<>(SHORT_FIRST);
        sorted.putAll(map);
        return Collections.unmodifiableMap(sorted);
    }

    /** What one record tells. */
    public static VideoProgress of(EventRecord first) {
        return VideoFold.fold(VideoFold.blank(first), first);
    }

    /** What is known when one more record of the same video is heard. */
    public VideoProgress with(EventRecord record) {
        return VideoFold.fold(this, record);
    }

    /** How it ended, if it has. A dead letter counts until the work it stands for was done after all. */
    public VideoOutcome outcome() {
        if (published != null) {
            return new VideoOutcome.Playable(published);
        }
        if (rejected != null) {
            return new VideoOutcome.Refused(rejected);
        }
        if (cancelled != null) {
            return new VideoOutcome.Cancelled(cancelled.reason());
        }
        return deadLetters.values().stream()
                .filter(letter -> !DoneAfterAll.in(this, letter))
                .max(Comparator.comparing(EventRecord.DeadLetter::at).thenComparing(EventRecord.DeadLetter::topic))
                .<VideoOutcome>map(l -> new VideoOutcome.Failed(l.topic(), l.stage(), l.code(), l.message()))
                .orElseGet(VideoOutcome.Running::new);
    }

    /** Which stage it is with, or which one ended it; empty once it is published or cancelled. */
    public Optional<String> stage() {
        return switch (outcome()) {
            case VideoOutcome.Playable p -> Optional.empty();
            case VideoOutcome.Cancelled c -> Optional.empty();
            case VideoOutcome.Refused r -> Optional.of(r.rejected().stage());
            case VideoOutcome.Failed f -> Optional.of(f.stage());
            case VideoOutcome.Running r -> Optional.of(holder());
        };
    }

    private String holder() {
        return switch (reached) {
            case null -> "scanner"; // only failures or forecasts were heard of it
            case UPLOAD_COMPLETE -> "scanner";
            case SCANNED -> "prober";
            case PROBED -> "splitter";
            default -> {
                if (units() == 0 || unitsDone() < units()) {
                    yield "encoder";
                }
                boolean whole = renditions.values().stream().allMatch(RenditionProgress::complete);
                yield whole ? "publisher" : "assembler";
            }
        };
    }

    /** How long the film is. */
    public Optional<Duration> film() {
        return published != null
                ? Optional.of(Duration.ofNanos(published.durationUs() * 1_000))
                : Optional.ofNullable(probedDuration);
    }

    /** How much of the film is encoded in every rendition of the picture, or of the sound where there is no picture. */
    public Duration encoded() {
        Set<String> pictures = tracks.values().stream()
                .filter(TrackProgress::picture)
                .flatMap(t -> t.renditions().stream())
                .collect(Collectors.toSet());
        return renditions.values().stream()
                .filter(r -> pictures.isEmpty() || pictures.contains(r.id()))
                .map(RenditionProgress::encoded)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Units of work that are encoded. */
    public int unitsDone() {
        return tracks.values().stream().mapToInt(t -> t.done().bitCount()).sum();
    }

    /** Units of work there are, as far as they were announced. */
    public int units() {
        return tracks.values().stream().mapToInt(TrackProgress::units).sum();
    }

    /** How many seconds of the film are encoded in a second; empty before the first unit is. */
    public Optional<Double> speed(Instant now) {
        Duration encoded = encoded();
        if (encodingFrom == null || encoded.isZero()) {
            return Optional.empty();
        }
        boolean over = units() > 0 && unitsDone() >= units();
        Duration took = Duration.between(encodingFrom, over ? Objects.requireNonNullElse(encodedUntil, now) : now);
        return took.isPositive() ? Optional.of(seconds(encoded) / seconds(took)) : Optional.empty();
    }

    /**
     * How long until its last unit is encoded, what is ahead of it included, as the dispatcher sees it; empty when that is not known or
     * it has ended. Zero when it takes longer than was thought.
     */
    public Optional<Duration> eta(Instant now) {
        if (outcome().ended() || encodedBy == null || (units() > 0 && unitsDone() >= units())) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, encodedBy.encodedBy());
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
