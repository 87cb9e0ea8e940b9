package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class InputGuardTest {
    @Test
    void namesTheOneDemuxerAndTheOneTransport() {
        assertThat(InputGuard.input("mov", URI.create("http://store/originals/source?sig=1")))
                .containsExactly(
                        "-max_alloc", "536870912",
                        "-protocol_whitelist", "http,tcp",
                        "-format_whitelist", "mov",
                        "-f", "mov",
                        "-max_pixels", "67108864",
                        "-rw_timeout", "10000000",
                        "-reconnect", "1",
                        "-reconnect_on_network_error", "1",
                        "-reconnect_on_http_error", "5xx",
                        "-reconnect_delay_max", "4",
                        "-reconnect_delay_total_max", "20",
                        "-i", "http://store/originals/source?sig=1");
    }

    @Test
    void aLocalFileIsReadByTheFileProtocolAlone() {
        assertThat(InputGuard.input("matroska", URI.create("file:///films/-i%20one.mkv")))
                .containsSequence("-protocol_whitelist", "file")
                .doesNotContain("-reconnect")
                .endsWith("-i", "file:/films/-i one.mkv");
    }

    @Test
    void refusesDemuxersThatNameOtherFiles() {
        URI source = URI.create("http://store/a");

        for (String demuxer : new String[] {"hls", "concat", "dash", "image2", "lavfi", "mov,hls", ""}) {
            assertThatThrownBy(() -> InputGuard.options(demuxer, source)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesOtherTransports() {
        assertThatThrownBy(() -> InputGuard.options("mov", URI.create("ftp://host/a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InputGuard.options("mov", URI.create("concat:a|b")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
