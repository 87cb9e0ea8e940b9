package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges a finished stream against its source with FFmpeg and a reader of its own; believes nothing the pipeline says of itself. */
final class StreamJudge {
    private final Path source;
    private final Path folder;
    private final Path master;

    /** Decoding takes long, so each input is decoded once. */
    private final Map<String, Decoded> decoded = new HashMap<>();

    StreamJudge(Path source, Path folder) {
        this.source = source.toAbsolutePath();
        this.folder = folder;
        this.master = folder.resolve("master.m3u8");
    }

    private Decoded picture(String input, String stream) {
        return decoded.computeIfAbsent(input + " " + stream, k -> Decoded.picture(folder, input, stream));
    }

    /** Every rendition decodes without a word, from HLS and from DASH, with exactly the source's frames. */
    void everyFrameIsThere(int frames) throws IOException {
        List<Hls.Entry> variants = Hls.variants(master);
        assertThat(variants).isNotEmpty();
        for (Hls.Entry variant : variants) {
            Decoded decoded = picture(variant.uri(), "0:v:0");
            assertThat(decoded.warnings()).as("warnings of %s", variant.uri()).isEmpty();
            assertThat(decoded.count()).as("frames of %s", variant.uri()).isEqualTo(frames);
            assertThat(decoded.firstSecond()).as("start of %s", variant.uri()).isEqualTo(0.0, within(0.0001));
        }
        for (int i = 0; i < variants.size(); i++) {
            Decoded decoded = picture("manifest.mpd", "0:v:" + i);
            assertThat(decoded.warnings()).as("warnings of DASH picture %s", i).isEmpty();
            assertThat(decoded.count()).as("frames of DASH picture %s", i).isEqualTo(frames);
        }
    }

    /** The sound begins and ends with the source's, as the film's first frame counts. */
    void soundIsInPlace(double tolerance) throws IOException {
        double pictureStart =
                Decoded.picture(folder, source.toString(), "0:v:0").firstSecond();
        Decoded original = Decoded.sound(folder, source.toString(), "0:a:0");
        for (String input : List.of(Hls.media(master).getFirst().uri(), "manifest.mpd")) {
            Decoded made = Decoded.sound(folder, input, "0:a:0");
            assertThat(made.warnings()).as("warnings of the sound in %s", input).isEmpty();
            assertThat(made.firstSecond()).as("start of the sound in %s", input).isEqualTo(0, within(tolerance));
            assertThat(made.endSecond())
                    .as("end of the sound in %s", input)
                    .isEqualTo(original.endSecond() - pictureStart, within(tolerance));
        }
    }

    /** Each segment begins with an IDR frame, at the same time in every rendition. */
    void segmentsAreAlike() throws IOException {
        List<List<Long>> starts = new ArrayList<>();
        List<List<Double>> lengths = new ArrayList<>();
        for (Hls.Entry variant : Hls.variants(master)) {
            Path playlist = folder.resolve(variant.uri());
            List<Hls.Piece> pieces = Hls.pieces(playlist);
            lengths.add(pieces.stream().map(Hls.Piece::seconds).toList());
            List<Long> times = new ArrayList<>();
            for (Hls.Piece piece : pieces) {
                Path alone = alone(playlist, piece);
                List<String> packets = Tool.ffprobe(
                                folder,
                                "-select_streams",
                                "v:0",
                                "-show_entries",
                                "packet=pts,flags",
                                "-of",
                                "csv=p=0",
                                alone.toString())
                        .lines();
                Files.delete(alone);
                String[] first = packets.getFirst().split(",");
                assertThat(first[1]).as("first packet of %s", piece.uri()).startsWith("K");
                times.add(Long.parseLong(first[0]));
            }
            starts.add(times);
        }
        assertThat(starts).as("starts of the segments").allMatch(s -> s.equals(starts.getFirst()));
        assertThat(lengths).as("lengths in the playlists").allMatch(l -> l.equals(lengths.getFirst()));
    }

    /** A segment with its init segment, as one file. */
    private static Path alone(Path playlist, Hls.Piece piece) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Files.readAllBytes(playlist.resolveSibling("init.mp4")));
        bytes.write(Files.readAllBytes(playlist.resolveSibling(piece.uri())));
        return Files.write(Files.createTempFile("segment", ".mp4"), bytes.toByteArray());
    }

    /** What the multivariant playlist says of each rendition is true of its files. */
    void playlistTellsTheTruth() throws IOException {
        Hls.Entry sound = Hls.media(master).isEmpty() ? null : Hls.media(master).getFirst();
        double[] ofSound = sound == null ? new double[] {0, 0} : rates(folder.resolve(sound.uri()));
        for (Hls.Entry variant : Hls.variants(master)) {
            Path playlist = folder.resolve(variant.uri());
            String id = variant.uri();
            Path first = alone(playlist, Hls.pieces(playlist).getFirst());
            List<String> facts = Tool.ffprobe(
                            folder,
                            "-select_streams",
                            "v:0",
                            "-show_entries",
                            "stream=profile,level,width,height,color_transfer",
                            "-of",
                            "default=nw=1:nk=0",
                            first.toString())
                    .lines();
            Files.delete(first);
            assertThat(facts)
                    .as(id)
                    .contains("width=" + variant.get("RESOLUTION").split("x")[0]);
            assertThat(facts)
                    .as(id)
                    .contains("height=" + variant.get("RESOLUTION").split("x")[1]);
            int level = Integer.parseInt(facts.stream()
                    .filter(f -> f.startsWith("level="))
                    .findFirst()
                    .orElseThrow()
                    .substring(6));
            assertThat(variant.get("CODECS"))
                    .as(id)
                    .matches("avc1\\.[0-9a-fA-F]{4}" + String.format("%02x", level) + "(,mp4a\\.40\\.2)?");
            assertThat(variant.get("CODECS").endsWith(",mp4a.40.2")).as(id).isEqualTo(sound != null);
            double[] rates = rates(playlist);
            assertThat(Double.parseDouble(variant.get("BANDWIDTH")))
                    .as("BANDWIDTH of %s", id)
                    .isBetween(rates[0] * 0.999, (rates[0] + ofSound[0]) * 1.001 + 1);
            assertThat(Double.parseDouble(variant.get("AVERAGE-BANDWIDTH")))
                    .as("AVERAGE-BANDWIDTH of %s", id)
                    .isEqualTo(rates[1] + ofSound[1], within((rates[1] + ofSound[1]) * 0.01 + 1));
            Decoded decoded = picture(variant.uri(), "0:v:0");
            assertThat(Double.parseDouble(variant.get("FRAME-RATE")))
                    .as("FRAME-RATE of %s", id)
                    .isEqualTo(decoded.count() / decoded.endSecond(), within(0.01));
        }
    }

    /** Highest of a segment, and average, in bit/s, from the sizes of the files. */
    private static double[] rates(Path playlist) throws IOException {
        double peak = 0;
        double bits = 0;
        double seconds = 0;
        for (Hls.Piece piece : Hls.pieces(playlist)) {
            double size = 8.0 * Files.size(playlist.resolveSibling(piece.uri()));
            peak = Math.max(peak, size / piece.seconds());
            bits += size;
            seconds += piece.seconds();
        }
        return new double[] {peak, bits / seconds};
    }
}
