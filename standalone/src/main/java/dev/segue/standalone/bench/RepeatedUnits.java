package dev.segue.standalone.bench;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.encoder.JudgedUnit;
import dev.segue.encoder.SegmentStore;
import dev.segue.encoder.UnitEncoder;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes FFmpeg's place once FFmpeg has encoded a film: the same units of later films are given the same bytes, which are stored under
 * those films' own keys as ever. What is around the encoder cannot tell.
 */
public final class RepeatedUnits implements UnitEncoder {
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private volatile @Nullable Means means;

    /**
     * What it works with.
     *
     * @param first encodes the units that were not seen before
     * @param bucket where segments lie
     */
    public record Means(UnitEncoder first, SegmentStore segments, ObjectStore store, String bucket) {}

    /** What one unit consists of; the bytes by rendition, in the order of the segments. */
    private record Template(JudgedUnit unit, Map<String, byte[]> inits, Map<String, List<byte[]>> segments) {}

    /** To be told before the first unit comes; the means are made by the same context that asks for this object. */
    public void use(Means given) {
        means = given;
    }

    @Override
    public JudgedUnit encode(SegmentsReady event, Work work) throws Exception {
        Means given = means;
        if (given == null) {
            throw new IllegalStateException("nobody has said how the first film is encoded");
        }
        Template template = templates.get(event.unit().id());
        if (template != null && event.unit() instanceof Unit.VideoChunk chunk) {
            return repeat(given.segments(), template, event, chunk, work);
        }
        JudgedUnit made = given.first().encode(event, work);
        templates.put(event.unit().id(), template(given, event, made));
        return made;
    }

    private static Template template(Means means, SegmentsReady event, JudgedUnit unit) throws IOException {
        Map<String, byte[]> inits = new HashMap<>();
        Map<String, List<byte[]>> segments = new HashMap<>();
        for (SegmentEncoded.Output output : unit.outputs()) {
            String id = output.rendition();
            inits.put(id, read(means, ObjectKeys.init(event.videoId(), event.generation(), id)));
            List<byte[]> ofRendition = new ArrayList<>();
            for (Segment segment : output.segments()) {
                ofRendition.add(
                        read(means, ObjectKeys.segment(event.videoId(), event.generation(), id, segment.number())));
            }
            segments.put(id, ofRendition);
        }
        return new Template(unit, inits, segments);
    }

    private static byte[] read(Means means, String key) throws IOException {
        try (InputStream in = means.store().read(new ObjectRef(means.bucket(), key))) {
            return in.readAllBytes();
        }
    }

    private static JudgedUnit repeat(
            SegmentStore store, Template template, SegmentsReady event, Unit.VideoChunk chunk, Work work)
            throws Exception {
        List<SegmentEncoded.Output> outputs = new ArrayList<>();
        for (SegmentEncoded.Output output : template.unit().outputs()) {
            String id = output.rendition();
            SegmentStore.Writer writer =
                    store.writer(event, id, bytes(template.inits().get(id)), output.timescale(), work.lease());
            List<byte[]> bytes = template.segments().getOrDefault(id, List.of());
            for (int i = 0; i < bytes.size(); i++) {
                Segment segment = output.segments().get(i);
                writer.accept(new MediaSegment(
                        segment.number(),
                        segment.start(),
                        segment.duration(),
                        bytes.get(i),
                        chunk.segmentFrames().get(i)));
            }
            outputs.add(writer.output());
        }
        return new JudgedUnit(
                outputs, template.unit().warnings(), template.unit().cpu());
    }

    private static byte[] bytes(byte @Nullable [] init) {
        if (init == null) {
            throw new IllegalStateException("a rendition that was made has no init segment");
        }
        return init;
    }
}
