package dev.segue.standalone;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Probed;
import dev.segue.contract.Published;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SteadyClock;
import dev.segue.contract.TopicCatalogue;
import dev.segue.contract.UploadComplete;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.ops.EventFeed;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoOutcome;
import dev.segue.stage.KafkaSettings;
import dev.segue.standalone.bench.SegueRun;
import dev.segue.standalone.bench.SegueUnderTest;
import dev.segue.standalone.bench.Usage;
import dev.segue.standalone.bench.UsageMeter;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The laptop shape as {@code bench encode} runs it: anew for each run, so that nothing of it is at work during plain FFmpeg's. */
final class LaptopUnderTest implements SegueUnderTest {
    private static final List<String> AFTER_THE_PROBER = List.of("splitter", "encoder", "assembler", "publisher");
    private static final long PATIENCE_SECONDS = 60;

    private final Path film;
    private final @Nullable String profile;
    private final Map<String, Object> settings;
    private final Path out;

    /** @param out where the renditions of the latest run lie, each as one file */
    LaptopUnderTest(Path film, @Nullable String profile, Map<String, Object> settings, Path out) {
        this.film = film;
        this.profile = profile;
        this.settings = Laptop.withoutOperations(settings);
        this.out = out;
    }

    @Override
    public Intent probe() throws InterruptedException {
        Map<String, Object> probing = new HashMap<>(settings);
        AFTER_THE_PROBER.forEach(stage -> probing.put("segue.stage." + stage + ".enabled", "false"));
        try (DataFolder data = DataFolder.open(null);
                Laptop laptop = Laptop.start(data, 0, probing);
                UploadClient client = new UploadClient(laptop.address())) {
            BlockingQueue<EventRecord> heard = new LinkedBlockingQueue<>();
            String videoId = upload(client);
            try (EventFeed feed = feed(laptop, heard)) {
                while (true) {
                    EventRecord record = next(feed, heard);
                    if (record instanceof EventRecord.Stated stated && stated.event() instanceof Probed probed) {
                        FfmpegBinaries binaries = laptop.context().getBean(FfmpegBinaries.class);
                        // Plain FFmpeg reads the film where it lies, which a stage's FFmpeg may not.
                        return new Intent(probed, new Ffmpeg(binaries, SteadyClock.ofProcess()), binaries.version());
                    }
                    VideoOutcome outcome =
                            laptop.board().find(videoId).orElseThrow().outcome();
                    if (outcome.ended()) {
                        throw new Fault(film + " cannot be measured: " + outcome);
                    }
                }
            }
        }
    }

    @Override
    public SegueRun run() throws InterruptedException {
        try (DataFolder data = DataFolder.open(null);
                Laptop laptop = Laptop.start(data, 0, settings);
                UploadClient client = new UploadClient(laptop.address())) {
            String videoId = upload(client);
            try (UsageMeter meter = UsageMeter.start(data.of("scratch"))) {
                VideoOutcome outcome = laptop.awaitEnd(videoId).outcome();
                Usage usage = meter.read();
                if (outcome instanceof VideoOutcome.Playable playable) {
                    return run(laptop, playable.published(), usage);
                }
                throw new Fault(film + " was not published: " + outcome);
            }
        }
    }

    private String upload(UploadClient client) throws InterruptedException {
        if (client.upload(film, profile) instanceof Upload.Taken taken) {
            return taken.videoId();
        }
        throw new Fault(film + " was not taken");
    }

    /** Reads the events afterwards, so that following them costs the measured run nothing. */
    private SegueRun run(Laptop laptop, Published published, Usage usage) throws InterruptedException {
        BlockingQueue<EventRecord> heard = new LinkedBlockingQueue<>();
        Map<String, Instant> firstSegments = new LinkedHashMap<>();
        Instant uploaded = null;
        Instant end = null;
        try (EventFeed feed = feed(laptop, heard)) {
            while (uploaded == null
                    || end == null
                    || firstSegments.size() < published.renditions().size()) {
                EventRecord record = next(feed, heard);
                if (record instanceof EventRecord.Stated stated) {
                    switch (stated.event()) {
                        case UploadComplete e -> uploaded = stated.at();
                        case Published e -> end = stated.at();
                        case SegmentEncoded e ->
                            e.outputs().forEach(o -> firstSegments.putIfAbsent(o.rendition(), stated.at()));
                        default -> {
                            // Of no interest here.
                        }
                    }
                }
            }
        }
        Instant allBegun =
                firstSegments.values().stream().max(Instant::compareTo).orElse(end);
        return new SegueRun(
                usage.withWall(Duration.between(uploaded, end)),
                Duration.between(uploaded, allBegun),
                published,
                files(laptop, published));
    }

    private static EventFeed feed(Laptop laptop, BlockingQueue<EventRecord> heard) {
        return EventFeed.start(
                laptop.context().getBean(KafkaSettings.class),
                TopicCatalogue.builtIn(),
                EventFeed.From.BEGINNING,
                heard::add);
    }

    private static EventRecord next(EventFeed feed, BlockingQueue<EventRecord> heard) throws InterruptedException {
        EventRecord record = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (record == null) {
            throw new Fault("no event came for " + PATIENCE_SECONDS + " s: "
                    + feed.fault().orElse("something hangs"));
        }
        return record;
    }

    /** A rendition's init segment and media segments, one after the other, are a file that every player reads. */
    private Map<String, Path> files(Laptop laptop, Published published) {
        ObjectStore store = laptop.context().getBean(ObjectStore.class);
        String bucket = laptop.context().getBean(Buckets.class).vod();
        String videoId = published.videoId();
        int generation = published.generation();
        Map<String, Path> files = new HashMap<>();
        try {
            Files.createDirectories(out);
            for (Published.Made made : published.renditions()) {
                String id = made.rendition().id();
                Path file = out.resolve(id + ".mp4");
                try (OutputStream to = Files.newOutputStream(file)) {
                    append(store, new ObjectRef(bucket, ObjectKeys.init(videoId, generation, id)), to);
                    for (int i = 0; i < made.segments(); i++) {
                        append(store, new ObjectRef(bucket, ObjectKeys.segment(videoId, generation, id, i)), to);
                    }
                }
                files.put(id, file);
            }
            return files;
        } catch (IOException e) {
            throw new Fault("what was made cannot be written to " + out, e);
        }
    }

    private static void append(ObjectStore store, ObjectRef object, OutputStream to) throws IOException {
        try (InputStream in = store.read(object)) {
            in.transferTo(to);
        }
    }
}
