package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.Loudness;
import dev.segue.contract.LoudnessTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another meter than the encoder's own, that of FFmpeg's filter loudnorm, judges how loud tracks are. */
final class LoudnessIT {
    private static final String NOISE = "sin(2*PI*300*t)+0.4*random(0)-0.2";
    private static final int SECONDS = 4;

    @TempDir
    static Path folder;

    private static SoundStudio studio;

    @BeforeAll
    static void open() {
        studio = new SoundStudio(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "loud, 0.9, -2300, -100, AAC, LINEAR",
        "quiet, 0.004, -2300, -100, AAC, LINEAR",
        "quiet, 0.004, -2300, -100, OPUS, LINEAR",
        // Short peaks 20 dB above the rest: no constant gain reaches -14 LUFS.
        "dynamic, '0.03+0.9*exp(-60*mod(t,0.8))', -1400, -100, AAC, DYNAMIC",
        "dynamic, '0.03+0.9*exp(-60*mod(t,0.8))', -1600, -200, OPUS, DYNAMIC",
    })
    void aTrackIsAsLoudAsWished(
            String name, String envelope, int centiLufs, int peakCentiDb, AudioCodec codec, Loudness.Method method)
            throws Exception {
        Path film = source(name, "(" + envelope + ")*(" + NOISE + ")", SECONDS);

        SoundStudio.Take take = encode(film, codec, new LoudnessTarget(centiLufs, peakCentiDb), SECONDS);

        Judged judged = judge(take.file());
        Loudness stated = take.output().loudness();
        assertThat(judged.lufs()).as("loudness").isCloseTo(centiLufs / 100.0, within(0.5));
        assertThat(judged.peak()).as("true peak, which encoding may raise").isLessThan(peakCentiDb / 100.0 + 1);
        assertThat(stated.method()).isEqualTo(method);
        assertThat(stated.resultCentiLufs() / 100.0).isCloseTo(judged.lufs(), within(0.2));
        assertThat(stated.resultPeakCentiDb() / 100.0).isCloseTo(judged.peak(), within(0.3));
        Judged before = judge(film);
        assertThat(stated.sourceCentiLufs() / 100.0).isCloseTo(before.lufs(), within(0.2));
        assertThat(stated.sourceRangeCentiLu() / 100.0).isCloseTo(before.range(), within(0.5));
        Samples was = Samples.decode(studio.ffmpeg, film, 2, "");
        Samples made = Samples.decode(studio.ffmpeg, take.file(), 2, "");
        assertThat(made.lagBehind(was)).isZero();
        long end = take.output().segments().getLast().start()
                + take.output().segments().getLast().duration();
        assertThat(end).isEqualTo(SECONDS * 48_000);
    }

    @Test
    void aLimiterLeavesWhatIsNoPeakAsItIs() throws Exception {
        Path film = source("shape", "(0.03+0.9*exp(-60*mod(t,0.8)))*(" + NOISE + ")", SECONDS);
        SoundStudio.Take take = encode(film, AudioCodec.AAC, new LoudnessTarget(-1_600, -100), SECONDS);

        Samples was = Samples.decode(studio.ffmpeg, film, 2, "");
        Samples made = Samples.decode(studio.ffmpeg, take.file(), 2, "");

        // Half a second after a peak, in each of the last periods, the gain is the same.
        double first = power(made, 2.1) / power(was, 2.1);
        double second = power(made, 3.7) / power(was, 3.7);
        assertThat(first / second).isCloseTo(1, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({"silent, 0, 3", "hiss, 0.0004, 3", "blink, 0.5, 0.2"})
    void whatCannotBeMeasuredIsLeftAsItIs(String name, String amplitude, double seconds) throws Exception {
        Path film = source(name, amplitude + "*(" + NOISE + ")", seconds);

        Loudness loudness = encode(film, AudioCodec.AAC, new LoudnessTarget(-2_300, -100), seconds)
                .output()
                .loudness();

        assertThat(loudness.method()).isEqualTo(Loudness.Method.NONE);
        assertThat(loudness.sourceCentiLufs()).isLessThanOrEqualTo(-6_000);
        assertThat(loudness.resultPeakCentiDb()).isCloseTo(loudness.sourcePeakCentiDb(), within(100));
    }

    @Test
    void withoutATargetNothingIsSaidOfTheLoudness() throws Exception {
        assertThat(encode(source("plain", "0.3*(" + NOISE + ")", 1), AudioCodec.AAC, null, 1)
                        .output()
                        .loudness())
                .isNull();
    }

    private static double power(Samples sound, double second) {
        double sum = 0;
        for (int i = (int) (second * 48_000); i < second * 48_000 + 4_800; i++) {
            sum += sound.channels()[0][i] * sound.channels()[0][i];
        }
        return Math.sqrt(sum);
    }

    private static Path source(String name, String sound, double seconds) throws Exception {
        String both = "aevalsrc='" + sound + "|" + sound + "':s=48000:d=" + seconds;
        return studio.source(name + ".mkv", "-f lavfi -i " + both + " -c:a pcm_s24le");
    }

    private static SoundStudio.Take encode(Path film, AudioCodec codec, LoudnessTarget target, double seconds)
            throws Exception {
        AudioRendition rendition = SoundStudio.rendition(codec, 0, 2, "stereo", 2, target);
        return studio.encode(film, "matroska", rendition, 0, Math.round(seconds * 1e6));
    }

    private record Judged(double lufs, double peak, double range) {}

    private static Judged judge(Path file) throws Exception {
        List<String> args =
                List.of("-v", "info", "-i", file.toString(), "-af", "loudnorm=print_format=json", "-f", "null", "-");
        String said =
                studio.ffmpeg.run(args, folder, Instant.now().plusSeconds(60)).log();
        return new Judged(number(said, "input_i"), number(said, "input_tp"), number(said, "input_lra"));
    }

    private static double number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\" : \"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as(name).isTrue();
        return Double.parseDouble(found.group(1));
    }
}
