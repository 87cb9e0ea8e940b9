package dev.segue.media.manifest;

import dev.segue.contract.Segment;
import java.math.BigInteger;
import java.util.List;

/**
 * Bit rates of a track as its segments really have them, in bit/s, rounded up.
 *
 * @param peak the highest rate of any run of segments that lasts between half and one and a half target durations (RFC 8216bis,
 *     4.4.6.2: a short last segment counts together with its neighbour)
 * @param average over the whole length
 */
public record Bandwidth(long peak, long average) {
    public static Bandwidth of(Track track) {
        long average = rate(track.bytes(), track.ticks(), track.timescale());
        long target = track.targetSeconds() * track.timescale();
        long peak = average;
        List<Segment> segments = track.segments();
        for (int from = 0; from < segments.size(); from++) {
            long bytes = 0;
            long ticks = 0;
            for (int to = from; to < segments.size(); to++) {
                bytes += segments.get(to).object().bytes();
                ticks += segments.get(to).duration();
                if (2 * ticks > 3 * target) {
                    break;
                }
                if (2 * ticks >= target) {
                    peak = Math.max(peak, rate(bytes, ticks, track.timescale()));
                }
            }
        }
        return new Bandwidth(peak, average);
    }

    Bandwidth plus(Bandwidth other) {
        return new Bandwidth(peak + other.peak, average + other.average);
    }

    private static long rate(long bytes, long ticks, long timescale) {
        // Terabytes at a fine timescale do not fit into 64 bits.
        BigInteger[] quotient = BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(8 * timescale))
                .divideAndRemainder(BigInteger.valueOf(ticks));
        return quotient[0].longValueExact() + quotient[1].signum();
    }
}
