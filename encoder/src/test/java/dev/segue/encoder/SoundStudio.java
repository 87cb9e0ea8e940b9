package dev.segue.encoder;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.LoudnessTarget;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes sources with FFmpeg, encodes their sound as the encoder does, and puts the segments together as a player does. */
final class SoundStudio {
    private final FfmpegBinaries binaries = FfmpegBinaries.locate(new FfmpegSettings(
            FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
    final Ffmpeg ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
    private final InMemoryObjectStore store = new InMemoryObjectStore("vod");
    private final Path folder;
    private int videos;

    SoundStudio(Path folder) {
        this.folder = folder;
    }

    FfmpegBinaries binaries() {
        return binaries;
    }

    /** What a player hears of the rendition, and what was stated of it. */
    record Take(SegmentEncoded.Output output, Path file) {}

    /** A source; {@code arguments} are separated by blanks. */
    Path source(String name, String arguments) throws Exception {
        List<String> args = new ArrayList<>(List.of(arguments.strip().split("\\s+")));
        args.add(folder.resolve(name).toString());
        ffmpeg.run(args, folder, Instant.now().plusSeconds(60));
        return folder.resolve(name);
    }

    static AudioRendition rendition(
            AudioCodec codec, int stream, int from, @Nullable String layout, int to, @Nullable LoudnessTarget target) {
        MediaInfo.Audio of = new MediaInfo.Audio(stream, "any", 48_000, from, layout, null, AudioRole.MAIN, null);
        return new AudioRendition(
                "a1", of, codec, to > 2 ? 448_000 : 160_000, 48_000, to, null, AudioRole.MAIN, target);
    }

    /** In segments of a second. */
    Take encode(Path film, String demuxer, AudioRendition rendition, long originUs, long endUs) throws Exception {
        Unit.AudioTrack track = new Unit.AudioTrack("a1", 0, 1, rendition, originUs, endUs, 1_000);
        String videoId = "film" + videos++;
        SegmentsReady event = SampleUnits.ready(videoId, demuxer, Files.size(film), track);
        Path scratch = Files.createTempDirectory(folder, "work");
        Work work = new Work(scratch, Instant.now().plusSeconds(60), 1);
        EncodeSound handler =
                new EncodeSound(ffmpeg, new SoundOutputs(ffmpeg, new SegmentStore(store, "vod"), Verify.SAMPLE));
        SegmentEncoded.Output output = handler.encode(event, track, InputGuard.input(demuxer, film.toUri()), work)
                .outputs()
                .getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(read(ObjectKeys.init(videoId, 1, "a1")));
        for (Segment segment : output.segments()) {
            bytes.writeBytes(read(ObjectKeys.segment(videoId, 1, "a1", segment.number())));
        }
        return new Take(output, Files.write(folder.resolve(videoId + ".mp4"), bytes.toByteArray()));
    }

    private byte[] read(String key) throws Exception {
        try (var in = store.read(new ObjectRef("vod", key))) {
            return in.readAllBytes();
        }
    }
}
