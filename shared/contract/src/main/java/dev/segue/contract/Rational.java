package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/** An exact fraction in lowest terms with a positive denominator: a time base, a frame rate, an aspect ratio. */
public record Rational(long num, long den) implements Comparable<Rational> {
    public Rational {
        if (den == 0) {
            throw new IllegalArgumentException("denominator must not be 0");
        }
        long sign = den < 0 ? -1 : 1;
        long gcd =
                Math.max(1, BigInteger.valueOf(num).gcd(BigInteger.valueOf(den)).longValueExact());
        num = sign * num / gcd;
        den = sign * den / gcd;
    }

    /** Reads {@code 30000/1001}, {@code 16:15} or {@code 25}. */
    @JsonCreator
    public static Rational parse(String text) {
        String[] parts = text.split("[/:]", 2);
        try {
            return new Rational(
                    Long.parseLong(parts[0].strip()), parts.length == 1 ? 1 : Long.parseLong(parts[1].strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a fraction like 30000/1001: " + text);
        }
    }

    public double toDouble() {
        return (double) num / den;
    }

    public boolean isPositive() {
        return num > 0;
    }

    /** {@code ticks} of this time base in units of {@code 1/unitsPerSecond} s, rounded to the nearest, halves up. */
    public long rescale(long ticks, long unitsPerSecond) {
        BigInteger twice = BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(num))
                .multiply(BigInteger.valueOf(unitsPerSecond))
                .multiply(BigInteger.TWO)
                .add(BigInteger.valueOf(den));
        BigInteger[] quotient = twice.divideAndRemainder(BigInteger.valueOf(den).multiply(BigInteger.TWO));
        return quotient[1].signum() < 0 ? quotient[0].longValueExact() - 1 : quotient[0].longValueExact();
    }

    @Override
    public int compareTo(Rational other) {
        return BigInteger.valueOf(num)
                .multiply(BigInteger.valueOf(other.den))
                .compareTo(BigInteger.valueOf(other.num).multiply(BigInteger.valueOf(den)));
    }

    @Override
    @JsonValue
    public String toString() {
        return num + "/" + den;
    }
}
