package dev.segue.assembler;

import dev.segue.contract.Quality;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts units into a {@link Ledger} and tells which renditions became complete by it, each once.
 *
 * <p>An event is counted for all of its renditions or for none: everything is decided before anything is written, so an event
 * that shows a {@link Violation} leaves the ledger as it was and can be replayed later. A unit that comes again with other facts
 * replaces them as long as its rendition is not complete: so a bad unit is mended by deleting its objects and encoding it again.
 */
final class Assembly {
    private final Ledger ledger;
    private final long shortestStretchUs;
    private final Runs runs;

    /** @param shortestStretchUs how long the source must be black, still or silent to be worth a warning */
    Assembly(Ledger ledger, long shortestStretchUs) {
        this.ledger = ledger;
        this.shortestStretchUs = shortestStretchUs;
        this.runs = new Runs(ledger);
    }

    /**
     * What one event led to.
     *
     * @param completions renditions that it made complete
     * @param dropped why it was not counted, null when it was
     */
    record Taken(
            List<RenditionComplete> completions, @Nullable Dropped dropped) {
        Taken {
            completions = List.copyOf(completions);
        }
    }

    /**
     * Takes what one event says about its renditions, which are of one video and run.
     *
     * @throws Violation when it does not fit to what was counted before
     */
    Taken take(List<Input> inputs) {
        RenditionKey any = inputs.getFirst().key();
        Dropped refused = runs.refuses(any.videoId(), any.generation());
        if (refused != null) {
            return new Taken(List.of(), refused);
        }
        List<Change> changes = new ArrayList<>(inputs.size());
        for (Input input : inputs) {
            changes.add(decide(input));
        }
        runs.begin(any.videoId(), any.generation());
        List<RenditionComplete> completions = new ArrayList<>();
        for (Change change : changes) {
            write(change);
            if (change.completion() != null) {
                completions.add(change.completion());
            }
        }
        if (!completions.isEmpty()) {
            runs.completeIfWhole(completions.getLast());
        }
        return new Taken(
                completions,
                changes.stream().allMatch(Change::isNothing)
                        ? changes.getFirst().why()
                        : null);
    }

    /** Counts nothing of this run of the video any more, nor of older ones. */
    void cancel(String videoId, int generation) {
        runs.cancel(videoId, generation);
    }

    private record Change(
            Input input,
            RenditionState before,
            RenditionState after,
            @Nullable RenditionComplete completion,
            @Nullable Dropped why) {
        boolean isNothing() {
            return why != null;
        }
    }

    private Change decide(Input input) {
        RenditionState known = ledger.state(input.key());
        RenditionState before = known == null ? RenditionState.NEW : known;
        RenditionState after = before.fold(input);
        if (after instanceof RenditionState.Counting counting && counting.whole()) {
            RenditionComplete completion = completion(input, counting);
            Long frames = completion.rendition() instanceof Rendition.Video ? (Long) completion.frames() : null;
            return new Change(input, before, new RenditionState.Complete(frames), completion, null);
        }
        return new Change(input, before, after, null, after == before ? nothingNew(input, before) : null);
    }

    private @Nullable Dropped nothingNew(Input input, RenditionState state) {
        if (state instanceof RenditionState.Complete) {
            return Dropped.LATE;
        }
        return input instanceof Input.Encoded e && !e.part().equals(ledger.part(e.key(), e.unit()))
                ? null
                : Dropped.DUPLICATE;
    }

    private RenditionComplete completion(Input input, RenditionState.Counting whole) {
        Heading heading = whole.heading();
        Format format = whole.format();
        if (heading == null || format == null) {
            throw new IllegalStateException("a rendition without heading or units cannot be whole: " + input.key());
        }
        RenditionKey key = input.key();
        SortedMap<Integer, Part> parts = ledger.parts(key);
        if (input instanceof Input.Encoded encoded) {
            parts.put(encoded.unit(), encoded.part());
        }
        long frames = parts.values().stream().mapToLong(Part::frames).sum();
        List<Segment> segments = Continuity.check(key, format.timescale(), List.copyOf(parts.values()));
        List<Warning> warnings = new ArrayList<>(RenditionWarnings.ofUnits(parts.values(), shortestStretchUs));
        Quality quality = null;
        switch (heading.made()) {
            case Heading.Picture picture -> {
                RenditionGate.requireWholePicture(key, whole.planned(), frames, segments);
                requireFramesOfOthers(key, frames);
                warnings.addAll(RenditionWarnings.ofBitRate(picture.targetBps(), format.timescale(), segments));
                if (heading.quality() != null) {
                    quality = Samples.quality(whole.samples().values());
                    warnings.addAll(RenditionWarnings.ofQuality(
                            heading.quality(), quality, whole.samples().values()));
                }
            }
            case Heading.Sound sound ->
                RenditionGate.requireSoundWithin(key, whole.planned(), format.timescale(), segments)
                        .ifPresent(warnings::add);
        }
        return new RenditionComplete(
                key.videoId(),
                key.generation(),
                heading.job(),
                heading.made().as(key.rendition(), format.codecs()),
                format.timescale(),
                format.init(),
                frames,
                segments,
                heading.renditions(),
                parts.values().iterator().next().loudness(),
                quality,
                heading.made().predicted(),
                warnings);
    }

    private void requireFramesOfOthers(RenditionKey key, long frames) {
        ledger.states(key.videoId()).forEach((other, state) -> {
            if (other.generation() == key.generation()
                    && state instanceof RenditionState.Complete done
                    && done.frames() != null) {
                RenditionGate.requireSameFrames(key, frames, other, done.frames());
            }
        });
    }

    private void write(Change change) {
        RenditionKey key = change.input().key();
        if (change.after() != change.before()) {
            ledger.put(key, change.after());
        }
        switch (change.after()) {
            case RenditionState.Complete done -> {
                if (change.completion() != null) {
                    ledger.dropParts(key);
                }
            }
            case RenditionState.Counting counting -> {
                if (change.input() instanceof Input.Encoded encoded && !change.isNothing()) {
                    ledger.put(key, encoded.unit(), encoded.part());
                }
            }
        }
    }
}
