package dev.segue.encoder;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A film of 80 frames, 25 a second, whose two chunks are encoded by {@link PictureUnit} from the file into a store in memory; the
 * second chunk has segments and groups of unequal length.
 */
final class TinyFilm {
    static final int FRAMES = 80;
    static final FfmpegBinaries BINARIES = FfmpegBinaries.locate(new FfmpegSettings(
            FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
    static final Ffmpeg FFMPEG = new Ffmpeg(BINARIES, Clock.systemUTC());

    private static final int FIRST_CHUNK = 40;
    private static final long TICKS = 512;

    private final Path folder;
    private final Path file;
    private final MediaInfo.Video stream;
    private final InMemoryObjectStore store = new InMemoryObjectStore("vod");

    TinyFilm(Path folder, Path file, MediaInfo.Video stream) {
        this.folder = folder;
        this.file = file;
        this.stream = stream;
    }

    /** Both chunks, encoded one after the other. */
    List<PictureUnit.Encoded> encode(Implementations implementations, VideoRendition... renditions) throws Exception {
        List<PictureUnit.Encoded> encoded = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            encoded.add(encode(i, FFMPEG, implementations, renditions));
        }
        return encoded;
    }

    PictureUnit.Encoded encode(int chunk, Ffmpeg ffmpeg, Implementations implementations, VideoRendition... renditions)
            throws Exception {
        Unit.VideoChunk unit = chunk(chunk, List.of(renditions));
        SegmentsReady event = SampleUnits.ready("tiny", "mov", Files.size(file), unit);
        Work work = new Work(
                Files.createTempDirectory(folder, "work"), Instant.now().plusSeconds(60), 1);
        return new PictureUnit(
                        ffmpeg,
                        new PictureOutputs(ffmpeg, new SegmentStore(store, "vod"), Verify.SAMPLE),
                        implementations)
                .encode(event, unit, new RemoteSource("mov", file.toUri()), work);
    }

    private Unit.VideoChunk chunk(int number, List<VideoRendition> renditions) {
        boolean last = number == 1;
        int frames = last ? FRAMES - FIRST_CHUNK : FIRST_CHUNK;
        return new Unit.VideoChunk(
                "video-" + renditions.getFirst().codec().label(),
                number,
                2,
                stream,
                new FrameTimes(last ? FIRST_CHUNK * TICKS : 0, List.of(new FrameTimes.Run(TICKS, frames))),
                null,
                0,
                2 * TICKS,
                last ? 2 : 0,
                last ? List.of(13, 27) : List.of(20, 20),
                last ? List.of(0, 13, 14, 30) : List.of(0, 10, 20, 30),
                last,
                renditions,
                null);
    }

    /** What is stored of a rendition, as a player puts it together. */
    Path stored(String rendition, List<PictureUnit.Encoded> chunks) throws IOException {
        List<Integer> segments = chunks.stream()
                .flatMap(c -> c.outputs().stream())
                .filter(o -> o.rendition().equals(rendition))
                .map(SegmentEncoded.Output::segments)
                .flatMap(List::stream)
                .map(s -> s.number())
                .toList();
        return stored(rendition, segments.toArray(Integer[]::new));
    }

    Path stored(String rendition, Integer... segments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(init(rendition));
        for (int segment : segments) {
            bytes.writeBytes(read(ObjectKeys.segment("tiny", 1, rendition, segment)));
        }
        return Files.write(Files.createTempFile(folder, rendition, ".mp4"), bytes.toByteArray());
    }

    byte[] init(String rendition) throws IOException {
        return read(ObjectKeys.init("tiny", 1, rendition));
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = store.read(new ObjectRef("vod", key))) {
            return in.readAllBytes();
        }
    }

    /** Standard output of FFmpeg, line by line. */
    List<String> ffmpeg(List<String> arguments) throws Exception {
        List<String> lines = new ArrayList<>();
        FFMPEG.run(arguments, folder, Instant.now().plusSeconds(60), 1 << 20, lines::add);
        return lines;
    }

    /** What ffprobe says, in its flat form. */
    static List<String> probe(Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-of", "flat", file.toString()));
        List<String> said = new ArrayList<>();
        new Ffprobe(BINARIES, Clock.systemUTC()).lines(arguments, Instant.now().plusSeconds(30), 1 << 20, said::add);
        return said;
    }
}
