package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.HdrMetadata;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.contract.Warning;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.codec.HardwareEncoders;
import dev.segue.media.codec.SoftwareEncoders;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.testkit.FilmMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices, played by software and by an FFmpeg that fails where a device would. */
final class HardwareIT {
    private static final VideoRendition V90 =
            SampleUnits.rendition("v90", VideoCodec.H264, 160, 90, "yuv420p", DynamicRange.SDR);

    @TempDir
    static Path folder;

    private static Path film;

    @BeforeAll
    static void makeFilm() throws Exception {
        Path whole = FilmMaker.closedGop(TinyFilm.FFMPEG, folder.resolve("whole.mp4"), 4);
        film = folder.resolve("film.mp4");
        List<String> cut =
                List.of("-i", whole.toString(), "-map", "0:v", "-c", "copy", "-frames:v", "80", film.toString());
        TinyFilm.FFMPEG.run(cut, folder, Instant.now().plusSeconds(30));
    }

    /** A device that makes another init segment than software does. */
    private record Played(String id, List<String> more) implements CodecImplementation {
        @Override
        public VideoCodec codec() {
            return VideoCodec.H264;
        }

        @Override
        public boolean carries(VideoRendition rendition) {
            return true;
        }

        @Override
        public List<String> arguments(
                VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads) {
            List<String> args =
                    new ArrayList<>(SoftwareEncoders.of(codec()).arguments(rendition, hdr, groupFrames, threads));
            args.addAll(more);
            return args;
        }
    }

    private static final Played GOOD = new Played("h264_good", List.of("-level:v", "4.0"));

    @Test
    void onlyWhatEncodesAFramePassesTheTrial() throws Exception {
        HardwareTrial trial = new HardwareTrial(failing("-level:v 5.0"), Clock.systemUTC());
        Played broken = new Played("h264_broken", List.of("-level:v", "5.0"));

        assertThat(trial.passedBy(List.of(broken, GOOD))).containsExactly(GOOD);
    }

    @Test
    void whereNoDeviceEncodesSoftwareDoes() throws Exception {
        HardwareTrial trial = new HardwareTrial(failing("_nvenc |_qsv |_vaapi |_videotoolbox "), Clock.systemUTC());

        Implementations found = Implementations.with(trial.passedBy(HardwareEncoders.all()));

        for (VideoCodec codec : VideoCodec.values()) {
            assertThat(found.of(codec, List.of(V90)))
                    .extracting(CodecImplementation::id)
                    .containsExactly(SoftwareEncoders.of(codec).id());
        }
    }

    @Test
    void aDeviceThatFailsHandsTheUnitToSoftwareWithAWarning() throws Exception {
        TinyFilm tiny = new TinyFilm(folder, film, SampleUnits.picture(SampleUnits.MP4_25));
        Implementations devices = Implementations.with(List.of(GOOD));

        PictureUnit.Encoded encoded = tiny.encode(0, failing("-level:v 4.0"), devices, V90);

        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("encoder-fallback");
        assertThat(encoded.warnings().getFirst().sentence()).contains("h264_good");
        assertThat(encoded.outputs().getFirst().frames()).isEqualTo(40);
        assertThat(encoded.outputs().getFirst().codecs()).startsWith("avc1.");
    }

    @Test
    void aDeviceThatForgetsKeyFramesLeavesNothingBehind() throws Exception {
        TinyFilm tiny = new TinyFilm(folder, film, SampleUnits.picture(SampleUnits.MP4_25));
        // Key frames that are forced, but as pictures that need others: every group is open.
        Played forgetful = new Played(
                "h264_forgetful",
                List.of("-level:v", "4.0", "-forced-idr", "0", "-x264-params", "open-gop=1:bframes=3:b-adapt=0"));
        List<PictureUnit.Encoded> encoded = tiny.encode(Implementations.with(List.of(forgetful)), V90);

        assertThat(encoded)
                .allSatisfy(
                        e -> assertThat(e.warnings()).extracting(Warning::code).containsExactly("encoder-fallback"));
        assertThat(encoded.getFirst().outputs().getFirst().segments()).hasSize(2);
    }

    @Test
    void aDeviceThatWorksIsTakenBeforeSoftware() throws Exception {
        TinyFilm tiny = new TinyFilm(folder, film, SampleUnits.picture(SampleUnits.MP4_25));

        List<PictureUnit.Encoded> encoded = tiny.encode(Implementations.with(List.of(GOOD)), V90);

        assertThat(encoded).allSatisfy(e -> {
            assertThat(e.warnings()).isEmpty();
            assertThat(e.run().run().command()).contains("-level:v 4.0");
        });
    }

    @Test
    void aRenditionThatSoftwareBeganIsGoneOnWithBySoftware() throws Exception {
        TinyFilm tiny = new TinyFilm(folder, film, SampleUnits.picture(SampleUnits.MP4_25));
        tiny.encode(0, TinyFilm.FFMPEG, Implementations.software(), V90);
        byte[] init = tiny.init("v90");

        PictureUnit.Encoded second = tiny.encode(1, TinyFilm.FFMPEG, Implementations.with(List.of(GOOD)), V90);

        assertThat(second.warnings()).extracting(Warning::code).containsExactly("encoder-fallback");
        assertThat(second.outputs().getFirst().frames()).isEqualTo(40);
        assertThat(tiny.init("v90")).isEqualTo(init);
    }

    @Test
    void aRenditionThatADeviceBeganIsRefusedByAHostWithoutOne() throws Exception {
        TinyFilm tiny = new TinyFilm(folder, film, SampleUnits.picture(SampleUnits.MP4_25));
        tiny.encode(0, TinyFilm.FFMPEG, Implementations.with(List.of(GOOD)), V90);

        assertThatThrownBy(() -> tiny.encode(1, TinyFilm.FFMPEG, Implementations.software(), V90))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("unit-init-differs"));
    }

    /** The real FFmpeg, but one that fails where its arguments hold one of these words. */
    private static Ffmpeg failing(String words) throws Exception {
        Path program = folder.resolve("ffmpeg-" + Integer.toHexString(words.hashCode()));
        Files.writeString(program, """
                #!/bin/sh
                if echo "$*" | grep -qE -e '%s'; then
                  echo 'No capable devices found' >&2
                  exit 187
                fi
                exec '%s' "$@"
                """.formatted(words, TinyFilm.BINARIES.ffmpeg()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Ffmpeg(new FfmpegBinaries(program, TinyFilm.BINARIES.ffprobe(), "played"), Clock.systemUTC());
    }
}
