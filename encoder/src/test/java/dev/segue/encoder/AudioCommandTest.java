package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AudioCommandTest {
    private static final List<String> INPUT = List.of("-f", "mov", "-i", "http://store/film");

    @Test
    void aStereoTrack() {
        assertThat(AudioCommand.arguments(SampleUnits.sound(2, 48_000, 1_400_000, 13_400_000), INPUT))
                .containsExactly(words("""
                                -copyts -vn -f mov -i http://store/film -map 0:1
                                -af asetpts=PTS-(1400000/1000000)/TB,aresample=48000:async=1:first_pts=0,\
                                aformat=sample_rates=48000:channel_layouts=stereo,atrim=start_pts=0:end_pts=576000,\
                                silencedetect=d=0.25:n=-60dB,ametadata=mode=print:file=source.dull,ametadata=mode=delete,\
                                silencedetect=d=0.25:n=-50dB,ametadata=mode=print:file=source-lenient.dull,ametadata=mode=delete
                                -c:a aac -b:a 64000 -map_metadata -1 -map_chapters -1 -fflags +bitexact
                                -movflags +cmaf+delay_moov+skip_trailer -frag_duration 4000000
                                -f mp4 -y audio.mp4
                                """));
    }

    @Test
    void aMonoTrackStaysMono() {
        assertThat(filters(1, 48_000, 0, 1_000_000)).contains("channel_layouts=mono,");
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 0, 1000000, 48000",
        "44100, 0, 1000000, 44100",
        "48000, 3600000000, 3602002000, 96096",
        "48000, -21333, 978667, 48000",
        "48000, 0, 10, 0",
        "48000, 0, 11, 1",
    })
    void endsAtTheNearestSample(int sampleRate, long originUs, long endUs, long samples) {
        assertThat(filters(2, sampleRate, originUs, endUs))
                .contains(",atrim=start_pts=0:end_pts=" + samples + ",silencedetect=");
    }

    private static String filters(int channels, int sampleRate, long originUs, long endUs) {
        List<String> args = AudioCommand.arguments(SampleUnits.sound(channels, sampleRate, originUs, endUs), INPUT);
        return args.get(args.indexOf("-af") + 1);
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
