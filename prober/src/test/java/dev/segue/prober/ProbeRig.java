package dev.segue.prober;

import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.stage.Outcome;
import dev.segue.stage.Work;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The handler with a real store and a real FFmpeg behind it. */
final class ProbeRig implements AutoCloseable {
    private final Path folder;
    private final EmbeddedS3 s3;
    private final S3ObjectStore store;
    private final Ffmpeg ffmpeg;
    private final Ffprobe ffprobe;

    private ProbeRig(Path folder, EmbeddedS3 s3, FfmpegBinaries binaries) {
        this.folder = folder;
        this.s3 = s3;
        this.store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
        this.ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
        this.ffprobe = new Ffprobe(binaries, Clock.systemUTC());
        store.ensureBucket("originals");
    }

    static ProbeRig start(Path folder) throws Exception {
        FfmpegBinaries binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        return new ProbeRig(folder, EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0), binaries);
    }

    Ffmpeg ffmpeg() {
        return ffmpeg;
    }

    S3ObjectStore store() {
        return store;
    }

    /** A film made by the arguments, which lack the file's name alone. */
    Path film(String name, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(name);
        ffmpeg.run(all, folder, Instant.now().plusSeconds(60));
        return folder.resolve(name);
    }

    Outcome probe(Path film, String container, String profile) throws Exception {
        return probe(film, container, profile, ProberSettings.defaults());
    }

    Outcome probe(Path film, String container, String profile, ProberSettings settings) throws Exception {
        String videoId = film.getFileName().toString().replaceAll("[^A-Za-z0-9]", "-");
        store.put(new ObjectRef("originals", videoId + "/g1/source"), film, "application/octet-stream");
        return handler(store, settings)
                .handle(
                        scanned(videoId, Files.size(film), container, profile),
                        work(videoId, Instant.now().plusSeconds(60)));
    }

    ProbeSource handler(S3ObjectStore from, ProberSettings settings) {
        return new ProbeSource(from, ffmpeg, ffprobe, Profiles.load(null), settings, Clock.systemUTC());
    }

    static Scanned scanned(String videoId, long bytes, String container, String profile) {
        return new Scanned(
                videoId,
                1,
                new Job("film", profile, null, null),
                new Source(new ObjectRef("originals", videoId + "/g1/source"), bytes, null),
                container,
                List.of(new Scanned.Check("type", container)));
    }

    Work work(String videoId, Instant deadline) throws Exception {
        return new Work(Files.createDirectories(folder.resolve("work-" + videoId)), deadline, 1);
    }

    @Override
    public void close() {
        store.close();
        s3.close();
    }
}
