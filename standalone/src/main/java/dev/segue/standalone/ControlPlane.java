package dev.segue.standalone;

import dev.segue.contract.Event;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.TopicCatalogue;
import dev.segue.contract.UploadComplete;
import dev.segue.encoder.SegmentStore;
import dev.segue.encoder.UnitEncoder;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.ops.EventFeed;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoOutcome;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.StagePart;
import dev.segue.standalone.bench.ControlPlaneBench;
import dev.segue.standalone.bench.ControlPlaneReport;
import dev.segue.standalone.bench.ControlPlaneSize;
import dev.segue.standalone.bench.FilmFacts;
import dev.segue.standalone.bench.Machine;
import dev.segue.standalone.bench.RepeatedUnits;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The laptop shape as {@code bench control-plane} runs it: FFmpeg encodes one film, and no other. */
final class ControlPlane implements AutoCloseable {
    /** Before the encoder, in their order: what they do is read media. */
    private static final List<String> READERS = List.of("ingest", "scanner", "prober", "splitter");

    private static final int SEGMENT_SECONDS = 4;
    private static final String PROFILE = "control-plane";
    private static final long PATIENCE_SECONDS = 60;

    /** As small as pictures may be: nothing of what is measured looks at them. */
    private static final String LADDER = """
            segmentMs: 4000
            gopMs: 4000
            video:
              - codec: h264
                preset: ultrafast
                pixelFormat: yuv420p
                rungs:
                  - { id: v36, height: 36, crf: 40, maxrateBps: 100000, bufsizeBits: 200000 }
                  - { id: v48, height: 48, crf: 40, maxrateBps: 100000, bufsizeBits: 200000 }
                  - { id: v64, height: 64, crf: 40, maxrateBps: 100000, bufsizeBits: 200000 }
                  - { id: v72, height: 72, crf: 40, maxrateBps: 100000, bufsizeBits: 200000 }
            """;

    private final DataFolder data;
    private final int slots;
    private final Consumer<String> progress;
    private final Laptop laptop;

    private ControlPlane(DataFolder data, int slots, Consumer<String> progress, Laptop laptop) {
        this.data = data;
        this.slots = slots;
        this.progress = progress;
        this.laptop = laptop;
    }

    static ControlPlane start(DataFolder data, int slots, Consumer<String> progress) throws InterruptedException {
        progress.accept("starting Kafka, S3, PostgreSQL and seven stages ...");
        Path profiles = data.of("profiles");
        try {
            Files.createDirectories(profiles);
            Files.writeString(profiles.resolve(PROFILE + ".yaml"), LADDER);
        } catch (IOException e) {
            throw new Fault("the profile cannot be written to " + profiles, e);
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("segue.prober.profiles-dir", profiles.toString());
        settings.put("segue.splitter.chunk-seconds", SEGMENT_SECONDS);
        settings.put("segue.encoder.slots", slots);
        settings.put("segue.publisher.slots", 4);
        RepeatedUnits encoder = new RepeatedUnits();
        Laptop laptop = Laptop.start(data, 0, settings, List.of(encoder));
        encoder.use(new RepeatedUnits.Means(
                laptop.context().getBean(UnitEncoder.class, Qualifiers.byName("ffmpeg")),
                laptop.context().getBean(SegmentStore.class),
                laptop.context().getBean(ObjectStore.class),
                laptop.context().getBean(Buckets.class).vod()));
        return new ControlPlane(data, slots, progress, laptop);
    }

    ControlPlaneReport measure(ControlPlaneSize size, boolean withSplitter) throws InterruptedException {
        progress.accept("encoding one film of " + size.units() + " units ...");
        FilmFacts film = encode(size.units());
        List<String> spoken = withSplitter ? READERS.subList(0, READERS.indexOf("splitter")) : READERS;
        Laptop.parts(laptop.context()).stream()
                .filter(part -> spoken.contains(part.name()))
                .forEach(StagePart::close);
        // Shows people at a terminal how far their film is; production has none.
        laptop.board().close();
        try (ControlPlaneBench bench = new ControlPlaneBench(laptop.context(), film, spoken, postgres(), progress)) {
            return new ControlPlaneReport(
                    Machine.here(laptop.context().getBean(FfmpegBinaries.class).version()),
                    film.units().size(),
                    film.renditions(),
                    slots,
                    withSplitter,
                    bench.run(size));
        }
    }

    private FilmFacts encode(int units) throws InterruptedException {
        BlockingQueue<EventRecord> heard = new LinkedBlockingQueue<>();
        try (EventFeed feed = EventFeed.start(
                        laptop.context().getBean(KafkaSettings.class),
                        TopicCatalogue.builtIn(),
                        EventFeed.From.END,
                        heard::add);
                UploadClient client = new UploadClient(laptop.address())) {
            if (!(client.upload(film(units), PROFILE) instanceof Upload.Taken taken)) {
                throw new Fault("the film to measure with was not taken");
            }
            VideoOutcome outcome = laptop.awaitEnd(taken.videoId()).outcome();
            if (!(outcome instanceof VideoOutcome.Playable)) {
                throw new Fault("the film to measure with was not published: " + outcome);
            }
            return facts(units, heard);
        }
    }

    /** A still picture: a short film by bytes, whatever its length. */
    private Path film(int units) throws InterruptedException {
        Path folder = data.of("film");
        try {
            Files.createDirectories(folder);
            String picture = "color=size=128x72:rate=5:duration=" + units * SEGMENT_SECONDS;
            laptop.context()
                    .getBean(Ffmpeg.class)
                    .run(
                            List.of(
                                    "-f",
                                    "lavfi",
                                    "-i",
                                    picture,
                                    "-c:v",
                                    "libx264",
                                    "-g",
                                    "20",
                                    "-bf",
                                    "0",
                                    "-y",
                                    "film.mp4"),
                            folder,
                            Instant.now().plus(Duration.ofMinutes(2)));
        } catch (IOException | FfmpegFailedException e) {
            throw new Fault("the film to measure with cannot be made", e);
        }
        return folder.resolve("film.mp4");
    }

    private static FilmFacts facts(int wanted, BlockingQueue<EventRecord> heard) throws InterruptedException {
        UploadComplete upload = null;
        Scanned scanned = null;
        Probed probed = null;
        List<SegmentsReady> units = new ArrayList<>();
        while (upload == null || scanned == null || probed == null || units.size() < wanted) {
            EventRecord record = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (record == null) {
                throw new Fault("not all was heard of the film to measure with: " + units.size() + " units");
            }
            Event event = record instanceof EventRecord.Stated stated ? stated.event() : null;
            // The queue says the same of a unit as its topic.
            if (event instanceof SegmentsReady ready && !units.contains(ready)) {
                units.add(ready);
            } else if (event instanceof UploadComplete e) {
                upload = e;
            } else if (event instanceof Scanned e) {
                scanned = e;
            } else if (event instanceof Probed e) {
                probed = e;
            }
        }
        return new FilmFacts(upload, scanned, probed, units);
    }

    private long postgres() {
        try {
            Path pid = data.of("postgres").resolve("cluster").resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        } catch (IOException e) {
            throw new Fault("PostgreSQL's process cannot be found", e);
        }
    }

    @Override
    public void close() {
        laptop.close();
    }
}
