package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RationalTest {
    @ParameterizedTest
    @CsvSource({
        "30000/1001, 30000/1001",
        "50/2, 25/1",
        "16:15, 16/15",
        "25, 25/1",
        "1/-2, -1/2",
        "-4/-6, 2/3",
        "0/7, 0/1"
    })
    void readsAndReduces(String text, String reduced) {
        assertThat(Rational.parse(text)).hasToString(reduced);
    }

    @ParameterizedTest
    @CsvSource({
        // ticks, time base, units a second, expected
        "12800, 1/12800, 1000000, 1000000",
        "1, 1/90000, 1000000, 11", // 11.11
        "1, 1/3, 2, 1", // 0.67
        "1, 1/2, 1, 1", // a half goes up
        "-1, 1/2, 1, 0", // and up is towards plus infinity
        "-3, 1/2, 1, -1", // -1.5
        "-2, 1/3, 1, -1", // -0.67
        "-1, 1/3, 1, 0", // -0.33
        "-1024, 1/48000, 90000, -1920",
        "9007199254740993, 1/1000, 1000, 9007199254740993" // where a double would lose the last digit
    })
    void rescalesToTheNearest(long ticks, String timeBase, long unitsPerSecond, long expected) {
        assertThat(Rational.parse(timeBase).rescale(ticks, unitsPerSecond)).isEqualTo(expected);
    }

    @Test
    void comparesByValue() {
        assertThat(new Rational(30_000, 1_001)).isLessThan(new Rational(30, 1)).isGreaterThan(new Rational(-30, 1));
        assertThat(new Rational(1, -2)).isLessThan(new Rational(-1, 3));
        assertThat(new Rational(2, 4)).isEqualByComparingTo(new Rational(1, 2)).isEqualTo(new Rational(1, 2));
        assertThat(new Rational(-1, 2).isPositive()).isFalse();
    }

    @Test
    void refusesWhatIsNoFraction() {
        assertThatThrownBy(() -> Rational.parse("1/0")).hasMessage("denominator must not be 0");
        assertThatThrownBy(() -> Rational.parse("29.97")).hasMessage("not a fraction like 30000/1001: 29.97");
    }
}
