package dev.segue.ops;

import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The part of a {@link VideoFold} that is about units of work: how far each track and each rendition is. */
final class WorkFold {
    private final Map<String, TrackProgress> tracks;
    private final Map<String, RenditionProgress> renditions;

    WorkFold(VideoProgress p) {
        tracks = new HashMap<>(p.tracks());
        renditions = new HashMap<>(p.renditions());
    }

    Map<String, TrackProgress> tracks() {
        return tracks;
    }

    Map<String, RenditionProgress> renditions() {
        return renditions;
    }

    /** There is such a rendition. */
    void known(String id) {
        renditions.computeIfAbsent(id, RenditionProgress::none);
    }

    void announced(SegmentsReady e) {
        Unit unit = e.unit();
        e.renditions().forEach(this::known);
        put(track(unit.track()).announced(unit instanceof Unit.VideoChunk, unit.unitsInTrack(), unit.renditionIds()));
    }

    void encoded(SegmentEncoded e) {
        if (track(e.track()).isDone(e.unit())) {
            return;
        }
        for (SegmentEncoded.Output output : e.outputs()) {
            long ticks = output.segments().stream().mapToLong(Segment::duration).sum();
            long scale = output.timescale();
            Duration length = Duration.ofSeconds(ticks / scale, ticks % scale * 1_000_000_000 / scale);
            renditions.put(
                    output.rendition(),
                    rendition(output.rendition()).plus(output.segments().size(), length));
        }
        put(track(e.track())
                .encoded(
                        e.unit(),
                        e.outputs().stream()
                                .map(SegmentEncoded.Output::rendition)
                                .toList()));
    }

    void complete(RenditionComplete e) {
        e.renditions().forEach(this::known);
        String id = e.rendition().id();
        renditions.put(id, rendition(id).whole());
    }

    private void put(TrackProgress track) {
        tracks.put(track.id(), track);
        for (String id : track.renditions()) {
            renditions.put(
                    id, rendition(id).withUnits(track.units(), track.done().bitCount()));
        }
    }

    private TrackProgress track(String id) {
        return tracks.getOrDefault(id, TrackProgress.none(id));
    }

    private RenditionProgress rendition(String id) {
        return renditions.getOrDefault(id, RenditionProgress.none(id));
    }
}
