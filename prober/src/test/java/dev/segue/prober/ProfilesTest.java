package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
    private static final String GOOD = """
            segmentMs: 2000
            gopMs: 1000
            video:
              codec: h264
              preset: ultrafast
              pixelFormat: yuv420p
              rungs:
                - { id: v1, scale: source, crf: 0 }
            """;

    @TempDir
    Path folder;

    @Test
    void theBuiltInOnesAreValid() {
        Profiles profiles = Profiles.load(null);

        assertThat(profiles.names()).containsExactly("fast", "standard");
        assertThat(profiles.find("standard").orElseThrow().video().rungs())
                .extracting(Profile.Rung::id)
                .containsExactly("v360", "v480", "v720", "v1080");
        assertThat(profiles.find("nosuch")).isEmpty();
    }

    @Test
    void aFolderAddsProfilesUnderTheNamesOfTheirFiles() throws Exception {
        Files.writeString(folder.resolve("lossless.yaml"), GOOD);
        Files.writeString(folder.resolve("notes.txt"), "not a profile");

        assertThat(Profiles.load(folder).names()).containsExactly("fast", "lossless", "standard");
    }

    @Test
    void aMistakeNamesFileAndField() throws Exception {
        refuses(GOOD.replace("crf: 0", "crf: 99"), "video.rungs[0]", "crf must be 0 to 51 but is 99");
        refuses(GOOD.replace(", crf: 0", ""), "video.rungs[0]", "crf must be 0 to 51 but is null");
        refuses(GOOD.replace("gopMs: 1000", "gopMs: 1500"), "segmentMs must be a multiple of gopMs");
        refuses(GOOD.replace("preset: ultrafast", "preset: warp"), "video", "preset is not one of libx264's: warp");
        refuses(GOOD.replace("codec: h264", "codec: av2"), "video", "codec must be h264 but is av2");
        refuses(GOOD + "colour: blue\n", "colour");
        refuses(GOOD.replace("segmentMs: 2000", "segmentMs: soon"), "segmentMs");
        refuses(
                GOOD.replace("pixelFormat: yuv420p", "pixelFormat: yuv420p\n  encoderOptions: [\"x264-params a\"]"),
                "encoderOptions must be name=value");
        refuses(
                GOOD + "audio:\n  - { id: v1, codec: aac, bitrateBps: 128000, sampleRate: 48000, channels: 2 }\n",
                "used twice");
    }

    private void refuses(String yaml, String... fragments) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);

        assertThatThrownBy(() -> Profiles.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(fragments));
    }
}
