package dev.segue.encoder;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;

/**
 * How much work a unit is, in terms that its cost is learnt for.
 *
 * @param kind units of one kind cost alike: {@code h264/veryfast}, {@code audio/aac}
 * @param amount millions of pixels in all frames of all renditions together, or seconds of sound
 */
record DispatchWork(String kind, double amount) {
    private static final double MEGA = 1e6;
    /** Nothing is free, however short. */
    private static final double LEAST = 0.01;

    DispatchWork {
        amount = Math.max(LEAST, amount);
    }

    static DispatchWork of(Unit unit) {
        return switch (unit) {
            case Unit.VideoChunk chunk -> picture(chunk);
            case Unit.AudioTrack track -> sound(track);
        };
    }

    private static DispatchWork picture(Unit.VideoChunk chunk) {
        // The largest rendition is most of the work.
        VideoRendition largest = chunk.renditions().getFirst();
        long pixels = 0;
        for (VideoRendition r : chunk.renditions()) {
            pixels += (long) r.width() * r.height();
            if ((long) r.width() * r.height() > (long) largest.width() * largest.height()) {
                largest = r;
            }
        }
        return new DispatchWork(
                largest.codec().label() + "/" + largest.preset(),
                pixels / MEGA * chunk.times().count());
    }

    private static DispatchWork sound(Unit.AudioTrack track) {
        AudioRendition rendition = track.rendition();
        return new DispatchWork("audio/" + rendition.codec().label(), (track.endUs() - track.originUs()) / MEGA);
    }

    /** What one of the amount is taken to cost before any such unit was finished, in milliseconds of a processor. */
    double guess() {
        // Of the order of what was measured at everyday presets; each kind's own figures replace it after its first
        // units.
        return switch (kind.substring(0, kind.indexOf('/'))) {
            case "h264" -> 10;
            case "hevc" -> 40;
            case "av1" -> 40;
            case "vp9" -> 50;
            default -> 15;
        };
    }
}
