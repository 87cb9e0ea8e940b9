package dev.segue.ops.sharegroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Records as a broker of 4.3.1 has written them. */
class ShareStateTest {
    private static final String KEY = "67efcd49ac622649f29f3d644480ee39bd00000000";
    private static final String FRESH =
            "0000000000000000000200000000ffffffffffffffff000001a2008aa6e0000001a2008aa6e00100";

    private final ShareState state = new ShareState();

    @Test
    void readsWhoseStateItIs() {
        ShareState.Address address = ShareState.Address.read(bytes("00010001" + KEY));

        assertThat(address.kind()).isEqualTo((short) 1);
        assertThat(address.key().group()).isEqualTo("g");
        assertThat(address.key().topic()).hasToString("781JrGImSfKfPWREgO45vQ");
        assertThat(address.key().partition()).isZero();
    }

    @Test
    void knowsNothingFinishedOfAFreshGroup() throws Exception {
        state.add((short) 0, bytes(FRESH));

        assertThat(state.start()).isEqualTo(-1);
        assertThat(state.done().has(0)).isFalse();
    }

    @Test
    void tellsARunningRecordFromTheMarkerBehindItThatIsReadPast() throws Exception {
        // 6 runs; its marker 7 was read past by an idle worker: Kafka tells start 6 and lag 1.
        add("00000000000000000000000000000000000602000000000000000700000000000000070400010001000400000001");

        assertThat(state.start()).isEqualTo(6);
        assertThat(state.done().has(6)).isFalse();
        assertThat(state.done().has(7)).isTrue();
    }

    @Test
    void keepsWhatWasFinishedOutOfOrderUntilTheStartIsPastIt() throws Exception {
        add("00000000000000000000000000000000000602000000000000000700000000000000070400010001000400000001");
        add("00000000000000000000000000000000000602000000000000000800000000000000080200010001000400000002");
        assertThat(state.done().count(0, 100)).isEqualTo(2);

        add("00000000000000000000000000000000000a02000000000000000b000000000000000b0400010001000400000001");

        assertThat(state.start()).isEqualTo(10);
        assertThat(state.done().count(0, 100)).isEqualTo(1);
        assertThat(state.done().has(11)).isTrue();
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        assertThatThrownBy(() -> state.add((short) 1, bytes("0001" + FRESH.substring(4))))
                .isInstanceOf(ShareState.UnknownFormException.class)
                .hasMessage("kind 1, version 1");
    }

    private void add(String value) throws Exception {
        state.add((short) 1, bytes(value));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
