package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.segue.contract.Stretch;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.stage.Work;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decoder finds, or does not find, in what an encoder made. */
final class DecodeCheckIT {
    private static final int FRAMES = 75;

    @TempDir
    static Path folder;

    private static Ffmpeg ffmpeg;
    private static byte[] picture;
    private static byte[] sound;

    @BeforeAll
    static void encode() throws Exception {
        ffmpeg = new Ffmpeg(
                FfmpegBinaries.locate(new FfmpegSettings(
                        FfmpegSettings.Source.BUNDLED,
                        null,
                        Path.of("target", "ffmpeg").toAbsolutePath())),
                Clock.systemUTC());
        String still = "testsrc2=s=320x180:r=25:d=3,loop=loop=-1:size=1:start=25,trim=end_frame=75";
        picture = made(List.of("-f", "lavfi", "-i", still, "-c:v", "libx264", "-preset", "ultrafast", "-g", "25"));
        sound = made(List.of("-f", "lavfi", "-i", "sine=d=3:r=48000", "-c:a", "aac"));
    }

    private static byte[] made(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("-movflags", "+cmaf+frag_keyframe+skip_trailer", "-f", "mp4", "made.mp4"));
        ffmpeg.run(all, folder, Instant.now().plusSeconds(60));
        return Files.readAllBytes(folder.resolve("made.mp4"));
    }

    @Test
    void whatIsWholePassesAndIsLookedAt() throws Exception {
        DecodeCheck check = check();
        write(check.picture("v180", FRAMES, true), picture);
        write(check.picture("v90", FRAMES, false), picture);

        DecodeCheck.Decoded decoded = check.run(10_000_000, 13_000_000);

        assertThat(decoded.dull()).singleElement().satisfies(s -> {
            assertThat(s.kind()).isEqualTo(Stretch.Kind.FREEZE);
            assertThat(s.fromUs()).isEqualTo(11_000_000);
            assertThat(s.toUs()).isEqualTo(13_000_000);
        });
    }

    @Test
    void wholeSoundPasses() throws Exception {
        DecodeCheck check = check();
        write(check.sound("a1", 144_000, 48_000), sound);

        assertThat(check.run(0, 3_000_000).dull()).isEmpty();
    }

    @Test
    void aPictureWithBrokenBytesIsRefusedWithWhatTheDecoderSays() throws Exception {
        byte[] broken = picture.clone();
        for (int i = broken.length / 2; i < broken.length / 2 + 40; i++) {
            broken[i] ^= 0x5a;
        }
        DecodeCheck check = check();
        write(check.picture("v90", FRAMES, true), picture);
        write(check.picture("v180", FRAMES, false), broken);

        RefusedOutput refused = refused(check);

        assertThat(refused.code()).isEqualTo("unit-undecodable");
        assertThat(refused.programRun().orElseThrow().log()).contains("h264");
        assertThat(refused.programRun().orElseThrow().command()).contains("v180.check.mp4");
    }

    @Test
    void aFrameTooFewIsRefusedWithBothNumbers() throws Exception {
        DecodeCheck check = check();
        write(check.picture("v180", FRAMES + 1, false), picture);

        assertThat(refused(check)).hasMessage("decoded-frames: decoded frames of v180: expected 76 but found 75");
    }

    @Test
    void soundThatEndsTooSoonIsRefused() throws Exception {
        DecodeCheck check = check();
        write(check.sound("a1", 160_000, 48_000), sound);

        assertThat(refused(check).code()).isEqualTo("unit-decoded-frames");
    }

    private static RefusedOutput refused(DecodeCheck check) {
        return catchThrowableOfType(RefusedOutput.class, () -> check.run(0, 3_000_000));
    }

    private static DecodeCheck check() throws Exception {
        return new DecodeCheck(
                ffmpeg,
                new Work(
                        Files.createTempDirectory(folder, "work"), Instant.now().plusSeconds(60), 1));
    }

    private static void write(OutputStream to, byte[] bytes) throws Exception {
        try (to) {
            to.write(bytes);
        }
    }
}
