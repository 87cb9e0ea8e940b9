package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.Loudness;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each channel of a source has a tone of its own; in what was made of it, the tones tell which channel went where, and how loud. */
final class SurroundIT {
    private static final double TONE = 0.1;

    @TempDir
    static Path folder;

    private static SoundStudio studio;

    @BeforeAll
    static void open() {
        studio = new SoundStudio(folder);
    }

    /** Levels are relative to the source's, in its order of channels; those of the right side mirror them. */
    @ParameterizedTest
    @CsvSource({
        "5.1(side), 6, 1 0 .7071 0 .7071 0, 0 1 .7071 0 0 .7071",
        "7.1, 8, 1 0 .7071 0 .7071 0 .7071 0, 0 1 .7071 0 0 .7071 0 .7071",
        "6.1, 7, 1 0 .7071 0 .5 .7071 0, 0 1 .7071 0 .5 0 .7071",
        "quad, 4, 1 0 .7071 0, 0 1 0 .7071",
        "mono, 1, 1, 1",
    })
    void stereoHasEachChannelAtItsLevel(String layout, int channels, String left, String right) throws Exception {
        Path film = tones("tones.mov", channels, layout, "-c:a pcm_s24le");

        Samples made = made(film, "mov", SoundStudio.rendition(AudioCodec.AAC, 0, channels, layout, 2, null), 2);

        assertLevels(made, 0, left);
        assertLevels(made, 1, right);
    }

    @ParameterizedTest
    @CsvSource({"AAC, 5.1(side)", "OPUS, 5.1(side)", "OPUS, 5.1"})
    void surroundSoundIsKept(AudioCodec codec, String layout) throws Exception {
        Path film = tones("six.mkv", 6, layout, "-c:a pcm_s24le");

        Samples made = made(film, "matroska", SoundStudio.rendition(codec, 0, 6, layout, 6, null), 6);

        for (int channel = 0; channel < 6; channel++) {
            int other = channel;
            // Above its cutoff the low-frequency channel of an encoder may be empty.
            assertLevels(
                    made,
                    channel,
                    IntStream.range(0, 6).mapToObj(c -> c == other ? "1" : "0").collect(Collectors.joining(" ")));
        }
    }

    @Test
    void eightChannelsThatNobodyNamedBecomeStereo() throws Exception {
        Path film = tones("eight.mov", 8, "7.1", "-c:a pcm_s24le");
        Samples made = made(film, "mov", SoundStudio.rendition(AudioCodec.AAC, 0, 8, null, 2, null), 2);

        assertLevels(made, 0, "1 0 .7071 0 .7071 0 .7071 0");
    }

    @Test
    void channelsWithoutAnyLayoutAreTakenInTheUsualOrder() throws Exception {
        Path film = tones("thirteen.mov", 13, null, "-c:a pcm_s24le");
        Samples made = made(film, "mov", SoundStudio.rendition(AudioCodec.OPUS, 0, 13, null, 2, null), 2);

        assertLevels(made, 0, "1 0 .7071 0");
        assertLevels(made, 1, "0 1 .7071 0");
    }

    @Test
    void anOrderOfTheFilesOwnIsMinded() throws Exception {
        String named = "-af channelmap=map=FC|FL|FR|BL|BR|LFE:channel_layout=FC+FL+FR+BL+BR+LFE -c:a pcm_s24le";
        Path film = tones("own.mov", 6, "5.1", named);
        AudioRendition rendition =
                SoundStudio.rendition(AudioCodec.AAC, 0, 6, "6 channels (FC+FL+FR+BL+BR+LFE)", 2, null);

        assertLevels(made(film, "mov", rendition, 2), 0, "1 0 .7071 0 .7071 0");
    }

    @Test
    void aMixThatWouldClipIsLoweredAsAWholeByWhatItsPeakExceeds() throws Exception {
        String loud = "aevalsrc='" + "0.9*sin(2*PI*440*t)|".repeat(5) + "0.9*sin(2*PI*440*t)':c=5.1:s=48000:d=2";
        Path film = studio.source("clips.mkv", "-f lavfi -i " + loud + " -c:a pcm_s24le");

        SoundStudio.Take take = studio.encode(
                film, "matroska", SoundStudio.rendition(AudioCodec.AAC, 0, 6, "5.1", 2, null), 0, 2_000_000);

        Loudness loudness = take.output().loudness();
        assertThat(loudness.sourcePeakCentiDb()).as("0.9 * (1 + 2 * 0.7071)").isCloseTo(674, within(5));
        assertThat(loudness.method()).isEqualTo(Loudness.Method.LINEAR);
        assertThat(loudness.resultPeakCentiDb()).isCloseTo(-100, within(40));
    }

    private static Path tones(String name, int channels, @Nullable String layout, String options) throws Exception {
        String expressions = IntStream.range(0, channels)
                .mapToObj(c -> TONE + "*sin(2*PI*" + hertz(c) + "*t)")
                .collect(Collectors.joining("|"));
        String named = layout == null ? "" : ":c=" + layout;
        return studio.source(name, "-f lavfi -i aevalsrc='" + expressions + "':s=48000:d=2.1" + named + " " + options);
    }

    private static Samples made(Path film, String demuxer, AudioRendition rendition, int channels) throws Exception {
        SoundStudio.Take take = studio.encode(film, demuxer, rendition, 0, 2_100_000);
        return Samples.decode(studio.ffmpeg, take.file(), channels, "");
    }

    private static int hertz(int channel) {
        // Low enough for the low-frequency channel of any encoder, whole numbers of periods in a second.
        return channel == 3 ? 60 : 300 + 100 * channel;
    }

    private static void assertLevels(Samples made, int output, String levels) {
        String[] wanted = levels.split(" ");
        for (int c = 0; c < wanted.length; c++) {
            assertThat(made.level(output, hertz(c)) / TONE)
                    .as("channel %d of the source in channel %d", c, output)
                    .isCloseTo(Double.parseDouble(wanted[c]), within(0.03));
        }
    }
}
