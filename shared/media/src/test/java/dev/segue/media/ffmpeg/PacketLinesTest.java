package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketLinesTest {
    @Test
    void sortsTimesAndKeepsKeyFramesApart() {
        PacketLines packets = new PacketLines();
        packets.line("pts=0|dts=-2|duration=1|flags=K__");
        packets.line("pts=3|dts=-1|duration=2|flags=___");
        packets.line("pts=1|dts=0|duration=1|flags=___|");
        packets.line("pts=2|dts=1|duration=1|flags=K__");

        assertThat(packets.complete()).isTrue();
        assertThat(packets.times()).containsExactly(0, 1, 2, 3);
        assertThat(packets.keyFrames()).containsExactly(0, 2);
        assertThat(packets.lastDuration()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatAnEditListDiscardsButMaySeekToIt() {
        PacketLines packets = new PacketLines();
        packets.line("pts=-10|dts=-10|duration=10|flags=KD_");
        packets.line("pts=0|dts=0|duration=10|flags=___");

        assertThat(packets.times()).containsExactly(0);
        assertThat(packets.keyFrames()).containsExactly(-10);
    }

    @Test
    void noticesPacketsWithoutATime() {
        PacketLines packets = new PacketLines();
        packets.line("pts=N/A|dts=0|duration=1|flags=K__");
        packets.line("pts=N/A|dts=1|duration=1|flags=___");

        assertThat(packets.complete()).isFalse();
        assertThat(packets.count()).isEqualTo(2);
        assertThat(packets.keyFrames()).containsExactly(0);
    }

    @Test
    void skipsLinesThatAreNoPackets() {
        PacketLines packets = new PacketLines();
        packets.line("");
        packets.line("side_datum/skip_samples:skip_samples=1024");

        assertThat(packets.count()).isZero();
    }
}
