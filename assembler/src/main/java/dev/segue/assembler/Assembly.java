package dev.segue.assembler;

import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts units into a {@link Ledger} and tells which renditions became complete by it, each once.
 *
 * <p>An event is counted for all of its renditions or for none: everything is decided before anything is written, so an event
 * that shows a {@link Violation} leaves the ledger as it was and can be replayed later. A unit that comes again replaces its
 * facts as long as its rendition is not complete, since its second run has overwritten its objects, too; so a bad unit is
 * mended by encoding it again.
 */
final class Assembly {
    private final Ledger ledger;

    Assembly(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Takes what one event says about its renditions.
     *
     * @throws Violation when it does not fit to what was counted before
     */
    List<RenditionComplete> take(List<Input> inputs) {
        List<Change> changes = new ArrayList<>();
        for (Input input : inputs) {
            changes.add(decide(input));
        }
        List<RenditionComplete> completions = new ArrayList<>();
        for (Change change : changes) {
            write(change);
            if (change.completion() != null) {
                completions.add(change.completion());
            }
        }
        return completions;
    }

    private record Change(
            Input input,
            RenditionState before,
            RenditionState after,
            @Nullable RenditionComplete completion) {}

    private Change decide(Input input) {
        RenditionState known = ledger.state(input.key());
        RenditionState before = known == null ? RenditionState.NEW : known;
        RenditionState after = before.fold(input);
        if (after instanceof RenditionState.Counting counting && counting.whole()) {
            RenditionComplete completion = completion(input, counting);
            return new Change(
                    input,
                    before,
                    new RenditionState.Complete(completion.segments().size()),
                    completion);
        }
        return new Change(input, before, after, null);
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
        List<Segment> segments = Continuity.check(key, format.timescale(), List.copyOf(parts.values()));
        return new RenditionComplete(
                key.videoId(),
                key.generation(),
                heading.job(),
                heading.made().as(key.rendition(), format.codecs()),
                format.timescale(),
                format.init(),
                parts.values().stream().mapToLong(Part::frames).sum(),
                segments,
                heading.renditions());
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
                if (change.input() instanceof Input.Encoded encoded) {
                    ledger.put(key, encoded.unit(), encoded.part());
                }
            }
        }
    }
}
