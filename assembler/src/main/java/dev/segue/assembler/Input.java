package dev.segue.assembler;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.util.List;

/** What one event says about one rendition. */
sealed interface Input {
    RenditionKey key();

    /** A unit that is to be encoded tells how many there will be. */
    record Announced(RenditionKey key, Heading heading) implements Input {}

    /** A unit is encoded. */
    record Encoded(RenditionKey key, String track, int unit, Format format, Part part) implements Input {}

    static List<Input> of(SegmentsReady event) {
        return switch (event.unit()) {
            case Unit.VideoChunk chunk ->
                chunk.renditions().stream()
                        .map(r -> announced(event, r.id(), Heading.Picture.of(r)))
                        .toList();
            case Unit.AudioTrack track ->
                List.of(announced(event, track.rendition().id(), Heading.Sound.of(track.rendition())));
        };
    }

    static List<Input> of(SegmentEncoded event) {
        return event.outputs().stream()
                .<Input>map(output -> new Encoded(
                        new RenditionKey(event.videoId(), event.generation(), output.rendition()),
                        event.track(),
                        event.unit(),
                        Format.of(output),
                        new Part(output.frames(), output.segments(), output.loudness())))
                .toList();
    }

    private static Input announced(SegmentsReady event, String rendition, Heading.Made made) {
        Unit unit = event.unit();
        return new Announced(
                new RenditionKey(event.videoId(), event.generation(), rendition),
                new Heading(event.job(), unit.track(), unit.unitsInTrack(), made, event.renditions()));
    }
}
