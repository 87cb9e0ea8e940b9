package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.LoudnessTarget;
import dev.segue.contract.PerTitle;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.RateControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
    private static final String GOOD = """
            segmentMs: 2000
            gopMs: 1000
            video:
              - codec: h264
                preset: ultrafast
                pixelFormat: yuv420p
                rungs:
                  - { id: v180, height: 180, crf: 20 }
                  - id: vbr360
                    height: 360
                    rateControl: vbr
                    bitrateBps: 500000
                    maxrateBps: 900000
                    bufsizeBits: 900000
                  - { id: cbr480, height: 480, rateControl: cbr, bitrateBps: 800000, bufsizeBits: 800000 }
              - codec: av1
                preset: 8
                tune: vq
                pixelFormat: yuv420p
                dynamicRange: source
                rungs:
                  - { id: av1-360, height: 360, crf: 40 }
            audio:
              - id: a1
                codec: aac
                bitrateBps: 128000
                sampleRate: 48000
                channels: 2
                tracks: default
                loudness: { integratedLufs: -23.5, truePeakDbtp: -1 }
                surround: true
            quality: { samples: 3, floor: 0.95 }
            perTitle: { target: 0.97, lowestCrf: 18, highestCrf: 34 }
            """;

    @TempDir
    Path folder;

    @Test
    void theBuiltInOnesAreValid() {
        Profiles profiles = Profiles.load(null);

        assertThat(profiles.names()).containsExactly("audio-only", "fast", "premium", "standard", "vp9");
        assertThat(rungs(profiles, "standard")).containsExactly("v240", "v360", "v480", "v720", "v1080");
        assertThat(rungs(profiles, "premium")).contains("v1080", "hevc2160", "av1-1440");
        assertThat(rungs(profiles, "audio-only")).isEmpty();
        assertThat(profiles.find("nosuch")).isEmpty();
    }

    private static List<String> rungs(Profiles profiles, String name) {
        return profiles.find(name).orElseThrow().ladders().stream()
                .flatMap(l -> l.rungs().stream())
                .map(LadderProfile.Rung::id)
                .toList();
    }

    @Test
    void everyKeyIsRead() {
        Profile profile = ProfileFile.read("good.yaml", GOOD);

        assertThat(profile.ladders().getFirst().rungs())
                .extracting(LadderProfile.Rung::control)
                .containsExactly(
                        new RateControl.Crf(20, null, null),
                        new RateControl.Vbr(500_000, 900_000L, 900_000L),
                        new RateControl.Cbr(800_000, 800_000L));
        LadderProfile av1 = profile.ladders().getLast();
        assertThat(av1.preset()).isEqualTo("8");
        assertThat(av1.tune()).isEqualTo("vq");
        assertThat(av1.keepsHdr()).isTrue();
        SoundProfile sound = profile.sounds().getFirst();
        assertThat(sound.everyTrack()).isFalse();
        assertThat(sound.keepsSurround()).isTrue();
        assertThat(sound.loudness()).isNotNull();
        assertThat(sound.loudness().target()).isEqualTo(new LoudnessTarget(-2_350, -100));
        assertThat(profile.quality()).isNotNull();
        assertThat(profile.quality().check()).isEqualTo(new QualityCheck(3, 950_000));
        assertThat(profile.perTitle()).isNotNull();
        assertThat(profile.perTitle().contract()).isEqualTo(new PerTitle(970_000, 18, 34));
    }

    @Test
    void aFolderAddsProfilesUnderTheNamesOfTheirFiles() throws Exception {
        Files.writeString(folder.resolve("mine.yaml"), GOOD);
        Files.writeString(folder.resolve("fast.yaml"), GOOD);
        Files.writeString(folder.resolve("notes.txt"), "not a profile");

        Profiles profiles = Profiles.load(folder);

        assertThat(profiles.names()).contains("mine").doesNotContain("notes");
        assertThat(rungs(profiles, "fast")).startsWith("v180");
    }

    @Test
    void aRuleThatIsBrokenNamesFileLineAndField() throws Exception {
        refuses(GOOD.replace("crf: 20", "crf: 99"), 8, "video[0].rungs[0].crf must be 0 to 51 for h264 but is 99");
        refuses(GOOD.replace(", crf: 20", ""), 8, "crf is missing: rate control crf needs it");
        refuses(GOOD.replace("maxrateBps: 900000", "maxrateBps: 400000"), 13, "must not be below bitrateBps, 500000");
        refuses(GOOD.replace("rateControl: cbr,", "rateControl: cbr, crf: 3,"), 15, "crf has no meaning");
        refuses(GOOD.replace("gopMs: 1000", "gopMs: 1500"), 1, "segmentMs must be a multiple of gopMs");
        refuses(GOOD.replace("preset: ultrafast", "preset: warp"), 5, "video[0].preset must be one of ultrafast");
        refuses(GOOD.replace("preset: 8", "preset: 14"), 17, "must be a number from 0 (slowest) to 13 for av1");
        refuses(GOOD.replace("tune: vq", "tune: film"), 18, "tune must be one of psnr, ssim, vq for av1");
        refuses(
                GOOD.replace("codec: av1\n    preset: 8\n    tune: vq", "codec: h264\n    preset: fast\n    tune: film")
                        .replace("dynamicRange: source", "dynamicRange: sdr"),
                16,
                "video[1].codec is that of another ladder");
        refuses(GOOD.replace("av1-360", "v180"), 22, "is used twice");
        refuses(GOOD.replace("av1-360", "a12"), 22, "is used twice");
        refuses(GOOD.replace("height: 360\n", "height: 160\n"), 9, "must be higher than the one before");
        refuses(GOOD.replace("-23.5", "-90"), 30, "integratedLufs must be -70 to -5");
        refuses(GOOD.replace("floor: 0.95", "floor: 95"), 32, "must be a share above 0 and up to 1 like 0.95");
        refuses(
                GOOD.replace("pixelFormat: yuv420p\n    dyn", "pixelFormat: yuv444p\n    dyn"),
                19,
                "pixelFormat must be source or one of yuv420p, yuv420p10le for av1");
        refuses(
                GOOD.replaceFirst(
                        "pixelFormat: yuv420p", "pixelFormat: yuv420p\n    encoderOptions: [\"x264-params a\"]"),
                7,
                "must be name=value");
        refuses(
                GOOD.replaceFirst("pixelFormat: yuv420p", "pixelFormat: yuv420p\n    dynamicRange: source"),
                7,
                "dynamicRange must be sdr");
    }

    @Test
    void whatIsNoProfileNamesFileAndLineToo() throws Exception {
        refuses(GOOD + "colour: blue\n", 34, "colour is not known here; the keys are audio, gopMs");
        refuses(GOOD.replace("segmentMs: 2000", "segmentMs: soon"), 1, "segmentMs must be a number but is \"soon\"");
        refuses(GOOD.replace("codec: av1", "codec: av2"), 16, "must be one of h264, hevc, av1, vp9 but is \"av2\"");
        refuses(GOOD.replace("gopMs: 1000\n", ""), 1, "gopMs is missing");
        refuses(GOOD.replace("surround: true", "surround: maybe"), 31, "surround must be true or false");
        refuses(GOOD.replace("gopMs: 1000", "gopMs: 1000\ngopMs: 1000"), 3, "gopMs");
        refuses(GOOD.replace("gopMs: 1000", "gopMs: [1000"), 3, "this is no YAML");
        refuses("", 1, "the file is empty");
        refuses("segmentMs: 2000\ngopMs: 1000\n", 1, "the profile makes nothing");
    }

    private void refuses(String yaml, int line, String fragment) throws Exception {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);

        assertThatThrownBy(() -> Profiles.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ", line " + line + ": ")
                .hasMessageContaining(fragment);
    }
}
