package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StretchTest {
    @Test
    void saysInTenthsOfASecondWhereItIs() {
        assertThat(new Stretch(Stretch.Kind.BLACK_DIFFERS, 49_999, 3_661_050_000L).warning())
                .isEqualTo(new Warning(
                        "black-differs",
                        "The encoded picture is black and the source's is not from 0.0 s to 3661.1 s.",
                        49_999L,
                        3_661_050_000L));
    }

    @ParameterizedTest
    @EnumSource
    void comesOutOfItsWarningAsItWas(Stretch.Kind kind) {
        Stretch stretch = new Stretch(kind, 1, 2);

        assertThat(Stretch.of(stretch.warning())).contains(stretch);
    }

    @Test
    void otherWarningsAreNone() {
        assertThat(List.of(new Warning("black", "Odd."), new Warning("odd", "Odd.", 1L, 2L)))
                .allSatisfy(w -> assertThat(Stretch.of(w)).isEmpty());
        assertThatThrownBy(() -> new Warning("odd", "Odd.", 1L, null)).hasMessage("fromUs and toUs belong together");
    }

    @Test
    void samplesOfQualityAreSpreadEvenly() {
        assertThat(new QualityCheck(3, null).units(100)).containsExactly(16, 50, 83);
        assertThat(new QualityCheck(1, null).units(7)).containsExactly(3);
        assertThat(new QualityCheck(9, null).units(4)).containsExactly(0, 1, 2, 3);
        assertThat(new QualityCheck(100_000, null).units(100_000)).hasSize(100_000);
    }
}
