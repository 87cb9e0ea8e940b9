package dev.segue.splitter;

import dev.segue.contract.Rational;
import java.math.BigInteger;

/**
 * A grid of equal distances laid over a stream's time stamps, computed exactly: at 1/90000 s a tick, four seconds of 23.976 frames
 * a second are no whole number of frames, and an error of a tick would put a frame into the wrong segment.
 *
 * @param timeBase seconds a tick lasts
 * @param stepMs distance of the grid's lines in milliseconds
 */
record TickGrid(Rational timeBase, int stepMs) {
    private static final BigInteger MILLIS = BigInteger.valueOf(1_000);

    /** The first tick at or after line {@code k}, counted from 0 at tick 0. */
    long line(long k) {
        BigInteger num =
                BigInteger.valueOf(k).multiply(BigInteger.valueOf(stepMs)).multiply(BigInteger.valueOf(timeBase.den()));
        BigInteger den = MILLIS.multiply(BigInteger.valueOf(timeBase.num()));
        BigInteger[] parts = num.divideAndRemainder(den);
        return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
    }

    /** The number of the last line at or before a tick, which must not be negative. */
    long at(long tick) {
        return BigInteger.valueOf(tick)
                .multiply(BigInteger.valueOf(timeBase.num()))
                .multiply(MILLIS)
                .divide(BigInteger.valueOf(timeBase.den()).multiply(BigInteger.valueOf(stepMs)))
                .longValueExact();
    }
}
