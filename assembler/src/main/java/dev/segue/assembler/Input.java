package dev.segue.assembler;

import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one event says about one rendition. */
sealed interface Input {
    RenditionKey key();

    /**
     * A unit that is to be encoded tells how many there will be.
     *
     * @param frames pictures of the unit; 0 for sound
     * @param end when it ends: a picture in ticks of its rendition, sound in microseconds
     */
    record Announced(RenditionKey key, Heading heading, int unit, long frames, long end) implements Input {}

    /** A unit is encoded. */
    record Encoded(RenditionKey key, String track, int unit, Format format, Part part) implements Input {}

    /** A unit was compared with the source, or could not be. */
    record Measured(RenditionKey key, String track, int unit, QualityMeasured.Sample sample) implements Input {}

    static List<Input> of(SegmentsReady event) {
        return switch (event.unit()) {
            case Unit.VideoChunk chunk ->
                chunk.renditions().stream()
                        .map(r -> announced(
                                event,
                                r.id(),
                                Heading.Picture.of(r),
                                chunk.quality(),
                                chunk.times().count(),
                                (chunk.times().end() - chunk.origin())
                                        * chunk.stream().timeBase().num()))
                        .toList();
            case Unit.AudioTrack track ->
                List.of(announced(
                        event,
                        track.rendition().id(),
                        Heading.Sound.of(track.rendition()),
                        null,
                        0,
                        track.endUs() - track.originUs()));
        };
    }

    static List<Input> of(QualityMeasured event) {
        return event.samples().stream()
                .<Input>map(sample -> new Measured(
                        new RenditionKey(event.videoId(), event.generation(), sample.rendition()),
                        event.track(),
                        event.unit(),
                        sample))
                .toList();
    }

    static List<Input> of(SegmentEncoded event) {
        return event.outputs().stream()
                .<Input>map(output -> new Encoded(
                        new RenditionKey(event.videoId(), event.generation(), output.rendition()),
                        event.track(),
                        event.unit(),
                        Format.of(output),
                        new Part(output.frames(), output.segments(), event.warnings(), output.loudness())))
                .toList();
    }

    private static Input announced(
            SegmentsReady event,
            String rendition,
            Heading.Made made,
            @Nullable QualityCheck quality,
            long frames,
            long end) {
        Unit unit = event.unit();
        return new Announced(
                new RenditionKey(event.videoId(), event.generation(), rendition),
                new Heading(event.job(), unit.track(), unit.unitsInTrack(), made, event.renditions(), quality),
                unit.index(),
                frames,
                end);
    }
}
