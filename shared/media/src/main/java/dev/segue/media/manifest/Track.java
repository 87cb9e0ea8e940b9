package dev.segue.media.manifest;

import dev.segue.contract.Rational;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import java.util.List;

/**
 * A finished rendition as manifests see it.
 *
 * @param timescale ticks a second
 * @param frames pictures or audio frames
 * @param segments in order, without gap
 */
public record Track(Rendition rendition, long timescale, long frames, List<Segment> segments) {
    private static final long MICROS = 1_000_000;

    public Track {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || timescale < 1) {
            throw new IllegalArgumentException("a track has segments and a timescale");
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.number() != i) {
                throw new IllegalArgumentException("segment " + i + " has number " + segment.number());
            }
            if (i > 0 && segment.start() != end(segments.get(i - 1))) {
                throw new IllegalArgumentException("segment " + i + " begins at " + segment.start()
                        + " but the one before ends at " + end(segments.get(i - 1)));
            }
        }
    }

    public static Track of(RenditionComplete complete) {
        return new Track(complete.rendition(), complete.timescale(), complete.frames(), complete.segments());
    }

    /** Bytes of all media segments. */
    public long bytes() {
        return segments.stream().mapToLong(s -> s.object().bytes()).sum();
    }

    /** From the first segment's start to the last one's end, in microseconds. */
    public long durationUs() {
        return micros(ticks());
    }

    long ticks() {
        return end() - segments.get(0).start();
    }

    long end() {
        return end(segments.get(segments.size() - 1));
    }

    private static long end(Segment segment) {
        return segment.start() + segment.duration();
    }

    long micros(long ticks) {
        return new Rational(1, timescale).rescale(ticks, MICROS);
    }

    /** Pictures a second over the whole length. */
    Rational frameRate() {
        return new Rational(Math.multiplyExact(frames, timescale), ticks());
    }

    /** The longest segment, rounded to whole seconds as EXT-X-TARGETDURATION asks, at least 1. */
    int targetSeconds() {
        long longest =
                segments.stream().mapToLong(s -> micros(s.duration())).max().orElseThrow();
        return (int) Math.max(1, (longest + MICROS / 2) / MICROS);
    }
}
