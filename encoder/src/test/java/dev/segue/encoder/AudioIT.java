package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.LoudnessTarget;
import dev.segue.contract.Segment;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.PacketIndex;
import dev.segue.media.ffmpeg.PacketIndexer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sample of the sound is where the source has it, at the beginning, at every joint of segments and at the end. */
final class AudioIT {
    /** A chord that rises and falls, so that no two moments are alike, and some noise, which encoders find hard. */
    private static final String MUSIC =
            "aevalsrc='C(400)+C(1730)+0.05*random(0)|C(500)+C(2310)+0.05*random(1)':s=48000:d=4.3"
                    .replaceAll("C\\((\\d+)\\)", "0.15*sin(2*PI*$1*t+20*sin(3*t))");

    private static final Samples SILENCE = new Samples(new float[2][1_024]);

    @TempDir
    static Path folder;

    private static SoundStudio studio;

    @BeforeAll
    static void open() {
        studio = new SoundStudio(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "AAC, pcm.mkv, matroska, -c:a pcm_s16le",
        "OPUS, pcm.mkv, matroska, -c:a pcm_s16le",
        "AAC, cd.mov, mov, -ar 44100 -c:a pcm_s16le",
        "AAC, aac.mp4, mov, -c:a aac -b:a 192k",
        "AAC, opus.webm, matroska, -c:a libopus -b:a 160k",
        "AAC, mp2.ts, mpegts, -c:a mp2 -b:a 256k -output_ts_offset 3600",
    })
    void everySampleIsWhereTheSourceHasIt(AudioCodec codec, String name, String demuxer, String options)
            throws Exception {
        Path film = studio.source(name, "-f lavfi -i " + MUSIC + " " + options);
        long originUs = demuxer.equals("mpegts") ? firstSampleUs(film) : 0;
        AudioRendition rendition = SoundStudio.rendition(codec, 0, 2, null, 2, null);

        SoundStudio.Take take = studio.encode(film, demuxer, rendition, originUs, originUs + 4_300_000);

        Samples source = Samples.decode(studio.ffmpeg, film, 2, "aresample=48000:filter_size=64:osf=flt");
        Samples made = Samples.decode(studio.ffmpeg, take.file(), 2, "");
        assertThat(made.lagBehind(source)).isZero();
        double usual = made.errorAgainst(source, 0, 200_000);
        assertThat(usual).as("the encoder's own noise").isBetween(1e-4, 0.05);
        // The sudden start costs an encoder some noise; without priming, half of the first frame would be missing.
        assertThat(made.errorAgainst(source, 0, 1_024))
                .as("at the beginning")
                .isLessThan(0.35 * source.errorAgainst(SILENCE, 0, 1_024));
        assertThat(take.output().segments()).hasSize(5);
        for (Segment segment : take.output().segments().subList(1, 5)) {
            int joint = (int) segment.start();
            assertThat(joint).isCloseTo(segment.number() * 48_000, within(512));
            assertThat(made.errorAgainst(source, joint - 256, joint + 256))
                    .as("at the joint before segment " + segment.number())
                    .isLessThan(1.6 * usual);
        }
        Segment last = take.output().segments().getLast();
        assertThat(last.start() + last.duration()).isCloseTo(Math.min(source.length(), 206_400), within(1L));
    }

    /** The beep begins with the flash: 1 s after the first frame, and 3 s after it, whenever the sound itself begins. */
    @ParameterizedTest
    @CsvSource({
        "sync.mp4, mov, 0.35, -c:a aac",
        "sync.mp4, mov, -0.35, -c:a aac",
        "sync.mkv, matroska, 0.35, -c:a ac3",
        "sync.mkv, matroska, -0.35, -c:a ac3",
        "sync.ts, mpegts, 0.35, -c:a mp2",
        "sync.ts, mpegts, -0.35, -c:a mp2",
        "sync.mov, mov, -0.35, -ar 44100 -c:a pcm_s16le",
    })
    void theBeepIsHeardWithTheFlash(String name, String demuxer, double offset, String sound) throws Exception {
        String beeps = "aevalsrc='0.6*sin(2*PI*1000*t)*(between(t+OFF,1,1.1)+between(t+OFF,3,3.1))':s=48000:d=4"
                .replace("OFF", "(" + offset + ")");
        Path film = studio.source(
                name,
                "-f lavfi -i color=black:s=160x90:r=25:d=4,drawbox=c=white:t=fill:enable='between(mod(n,50),25,27)'"
                        + " -itsoffset " + offset + " -f lavfi -i " + beeps
                        + " -map 0 -map 1 -c:v libx264 -preset ultrafast -bf 2 " + sound);
        PacketIndex index = new PacketIndexer(studio.ffmpeg, new Ffprobe(studio.binaries(), Clock.systemUTC()))
                .read(demuxer, film.toUri(), 0, folder, Instant.now().plusSeconds(60));
        double tick = (double) (index.time(50) - index.time(0)) / 2;
        long originUs = Math.round(index.time(0) / tick * 1e6);
        AudioRendition rendition = SoundStudio.rendition(AudioCodec.AAC, 1, 2, null, 2, null);

        SoundStudio.Take take = studio.encode(film, demuxer, rendition, originUs, originUs + 4_000_000);

        Samples made = Samples.decode(studio.ffmpeg, take.file(), 2, "");
        for (int flash : new int[] {25, 75}) {
            double wanted = (index.time(flash) - index.time(0)) / tick;
            double found = made.onset((int) (wanted * Samples.RATE) - 20_000) / (double) Samples.RATE;
            assertThat(found - wanted).as("seconds from flash to beep").isCloseTo(0, within(0.003));
        }
    }

    @Test
    void aGapInTheMiddleIsSilenceAndWhatFollowsIsInPlace() throws Exception {
        String beep = "aevalsrc='0.6*sin(2*PI*1000*t)*between(t,3,3.1)':s=48000:d=4";
        Path film = studio.source(
                "gap.mkv", "-f lavfi -i " + beep + " -c:a pcm_s16le -bsf:a noise=drop='between(pts,48000,81600)'");
        AudioRendition rendition = SoundStudio.rendition(AudioCodec.OPUS, 0, 1, null, 2, null);

        Samples made = Samples.decode(
                studio.ffmpeg,
                studio.encode(film, "matroska", rendition, 0, 4_000_000).file(),
                2,
                "");

        assertThat(made.onset(0) / (double) Samples.RATE).isCloseTo(3, within(0.003));
    }

    /** Broadcasts send the film in 5.1 and what interrupts it in stereo. */
    @Test
    void aSourceThatChangesItsChannelsMidwayIsHeardAsAWhole() throws Exception {
        String tone = "aevalsrc='0.3*sin(2*PI*1000*t)*between(t,0.5,0.6)':s=48000:d=2,aformat=channel_layouts=";
        Path first = studio.source("first.ts", "-f lavfi -i " + tone + "5.1 -c:a ac3 -muxdelay 0");
        Path second =
                studio.source("second.ts", "-f lavfi -i " + tone + "stereo -c:a ac3 -muxdelay 0 -output_ts_offset 2");
        Path film = folder.resolve("changes.ts");
        try (OutputStream out = Files.newOutputStream(film)) {
            Files.copy(first, out);
            Files.copy(second, out);
        }
        long originUs = firstSampleUs(film);
        LoudnessTarget target = new LoudnessTarget(-2_300, -100);
        AudioRendition rendition = SoundStudio.rendition(AudioCodec.AAC, 0, 6, "5.1", 2, target);

        SoundStudio.Take take = studio.encode(film, "mpegts", rendition, originUs, originUs + 4_000_000);

        Samples made = Samples.decode(studio.ffmpeg, take.file(), 2, "");
        assertThat(made.onset(0) / (double) Samples.RATE).isCloseTo(0.5, within(0.02));
        assertThat(made.onset(72_000) / (double) Samples.RATE).isCloseTo(2.5, within(0.02));
        assertThat(made.length()).isCloseTo(192_000, within(2_048));
    }

    /** By asking the container. */
    private static long firstSampleUs(Path film) throws Exception {
        return Math.round(new Ffprobe(studio.binaries(), Clock.systemUTC())
                        .json(
                                List.of("-show_streams", film.toString()),
                                Instant.now().plusSeconds(20))
                        .tree()
                        .at("/streams/0/start_time")
                        .asDouble()
                * 1e6);
    }
}
