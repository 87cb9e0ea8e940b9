package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AudioCommandTest {
    private static final List<String> INPUT = List.of("-f", "mov", "-i", "http://store/film");
    private static final String TO_FLOAT =
            "aresample=48000:async=1:min_comp=0.00001:min_hard_comp=0.02:first_pts=0:filter_size=64:osf=fltp";

    @Test
    void aStereoTrack() {
        assertThat(AudioCommand.encode(SampleUnits.sound(2, 48_000, 1_400_000, 13_400_000), INPUT, Gain.NONE))
                .containsExactly(words("""
                                -copyts -vn -f mov -i http://store/film -map 0:1
                                -af asetpts=PTS-round(1400000/1000000/TB),FLOAT,PAN,atrim=start_pts=0:end_pts=576000,DULL
                                -c:a aac -b:a 64000 -map_metadata -1 -map_chapters -1 -fflags +bitexact
                                -movflags +cmaf+delay_moov+skip_trailer -frag_duration 4000000
                                -f mp4 -y audio.mp4
                                """.replace("FLOAT", TO_FLOAT)
                        .replace("PAN", pan(2, 2))
                        .replace("DULL", Dullness.sourceSound())));
    }

    @Test
    void opusIsEncodedByItsOwnLibrary() {
        Unit.AudioTrack aac = SampleUnits.sound(2, 48_000, 0, 1_000_000);
        AudioRendition r = aac.rendition();
        AudioRendition opus =
                new AudioRendition("a1", r.stream(), AudioCodec.OPUS, 96_000, 48_000, 2, null, r.role(), null);

        assertThat(AudioCommand.encode(new Unit.AudioTrack("a1", 0, 1, opus, 0, 1_000_000, 2_000), INPUT, Gain.NONE))
                .containsSequence("-c:a", "libopus", "-b:a", "96000");
    }

    @Test
    void whatIsMeasuredIsWhatWouldBeEncoded() {
        Unit.AudioTrack track = SampleUnits.sound(2, 48_000, 0, 1_000_000);
        Gain gain = new Gain(-450, -100);
        List<String> encode = AudioCommand.encode(track, INPUT, gain);
        List<String> measure = AudioCommand.measure(track, INPUT, gain);

        assertThat(measure).startsWith("-copyts", "-vn").endsWith("-f", "null", "-");
        assertThat(filters(measure))
                .isEqualTo(filters(encode).replace("," + Dullness.sourceSound(), "")
                        + ",apad=pad_dur=0.1,ebur128=peak=true:metadata=1:framelog=quiet,ametadata=mode=print:file=-");
    }

    @Test
    void aGainStandsBetweenTheMixAndTheEnd() {
        Unit.AudioTrack track = SampleUnits.sound(2, 48_000, 0, 1_000_000);

        assertThat(filters(AudioCommand.encode(track, INPUT, new Gain(-1_234, null))))
                .endsWith(pan(2, 2) + ",volume=-12.34dB,atrim=start_pts=0:end_pts=48000," + Dullness.sourceSound());
        assertThat(filters(AudioCommand.encode(track, INPUT, new Gain(650, -100))))
                .endsWith(pan(2, 2) + ",volume=6.50dB,aresample=192000,alimiter=limit=0.865964:attack=5:release=100"
                        + ":level=disabled:latency=1,aresample=48000,atrim=start_pts=0:end_pts=48000,"
                        + Dullness.sourceSound());
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
        assertThat(filters(AudioCommand.encode(SampleUnits.sound(2, sampleRate, originUs, endUs), INPUT, Gain.NONE)))
                .endsWith(",atrim=start_pts=0:end_pts=" + samples + "," + Dullness.sourceSound());
    }

    private static String filters(List<String> args) {
        return args.get(args.indexOf("-af") + 1);
    }

    private static String pan(int from, int to) {
        return Downmix.pan(SampleUnits.sound(from, 48_000, 0, 1).rendition().stream(), to);
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }
}
