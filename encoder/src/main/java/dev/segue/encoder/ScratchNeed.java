package dev.segue.encoder;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;

/** How much disk a unit's outputs may take, from the plan alone: room for them is kept before FFmpeg starts. */
final class ScratchNeed {
    private static final long MICROS = 1_000_000;

    /** Headers, fragment tables and what the encoders' rate control overshoots; and a copy that is decoded to see whether it can be. */
    private static final long HEAD_ROOM_PERCENT = 225;

    private static final long SMALLEST = 16L << 20;

    private ScratchNeed() {}

    static long bytes(Unit unit) {
        return switch (unit) {
            case Unit.VideoChunk chunk ->
                withHeadRoom(chunk.renditions().stream()
                        .mapToLong(r -> picture(chunk, r))
                        .sum());
            case Unit.AudioTrack track ->
                withHeadRoom(coded(track.rendition().bitrateBps(), track.endUs() - track.originUs()));
        };
    }

    /** What the rate control allows at most; where it has no ceiling, the uncompressed picture with 12 bits a pixel. */
    static long picture(Unit.VideoChunk chunk, VideoRendition r) {
        FrameTimes times = chunk.times();
        long us = chunk.stream().timeBase().rescale(times.end() - times.start(), MICROS);
        Long maxrate = r.rateControl().maxrateBps();
        Long buffer = r.rateControl().bufsizeBits();
        if (maxrate != null && buffer != null) {
            return coded(maxrate, us) + buffer / 8;
        }
        return (long) r.width() * r.height() * 12 / 8 * times.count();
    }

    private static long coded(long bitsPerSecond, long us) {
        return bitsPerSecond * (us / 1_000) / 8_000;
    }

    private static long withHeadRoom(long bytes) {
        return SMALLEST + bytes * HEAD_ROOM_PERCENT / 100;
    }
}
