package dev.segue.standalone;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.Event;
import dev.segue.contract.Job;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages' own handlers, as the pipeline wires them and on its store, called one after the other: what is made is the same, but
 * without waiting for Kafka, so that many films can be tried in many ways.
 */
final class StagesByHand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagesByHand.class);

    /** What a context of its own must share with the pipeline. */
    private static final List<String> SHARED_SETTINGS = List.of(
            "segue.s3.endpoint",
            "segue.s3.access-key",
            "segue.s3.secret-key",
            "segue.kafka.bootstrap-servers",
            "segue.prober.profiles-dir");

    private final ApplicationContext stages;
    private final ApplicationContext splitter;
    private final ObjectStore store;
    private final Buckets buckets;

    private StagesByHand(ApplicationContext stages, ApplicationContext splitter) {
        this.stages = stages;
        this.splitter = splitter;
        this.store = stages.getBean(ObjectStore.class);
        this.buckets = stages.getBean(Buckets.class);
    }

    /** The pipeline's own stages with a splitter that has some settings of its own. */
    static StagesByHand splitting(ApplicationContext pipeline, Map<String, Object> settings) {
        return new StagesByHand(pipeline, context(pipeline, settings, List.of("splitter")));
    }

    /** Stages of their own that have some settings of their own. */
    static StagesByHand apart(ApplicationContext pipeline, Map<String, Object> settings) {
        ApplicationContext own = context(pipeline, settings, List.of("scanner", "prober", "splitter", "encoder"));
        return new StagesByHand(own, own);
    }

    private static ApplicationContext context(
            ApplicationContext pipeline, Map<String, Object> settings, List<String> stages) {
        Map<String, Object> all = new HashMap<>();
        SHARED_SETTINGS.forEach(key -> all.put(key, pipeline.getRequiredProperty(key, String.class)));
        stages.forEach(stage -> all.put("segue.stage." + stage + ".enabled", "true"));
        all.putAll(settings);
        return ApplicationContext.builder()
                .properties(all)
                .deduceEnvironment(false)
                .banner(false)
                .start();
    }

    /** Uploads, scans and probes a film; an {@link AssertionError} names the code where it is refused. */
    Probed probe(String videoId, Path film, String profile, Path scratch) throws Exception {
        ObjectRef object = new ObjectRef(buckets.quarantine(), ObjectKeys.source(videoId, 1));
        store.put(object, film, "application/octet-stream");
        Job job = new Job(film.getFileName().toString(), profile, null, null);
        UploadComplete upload = new UploadComplete(videoId, 1, job, new Source(object, Files.size(film), null));
        Scanned scanned = (Scanned)
                emitted(handler(stages, UploadComplete.class), upload, scratch).getFirst();
        return (Probed)
                emitted(handler(stages, Scanned.class), scanned, scratch).getFirst();
    }

    List<SegmentsReady> split(Probed probed, Path scratch) throws Exception {
        return emitted(handler(splitter, Probed.class), probed, scratch).stream()
                .map(SegmentsReady.class::cast)
                .toList();
    }

    SegmentEncoded encode(SegmentsReady unit, Path scratch) throws Exception {
        return (SegmentEncoded)
                emitted(handler(stages, SegmentsReady.class), unit, scratch).getFirst();
    }

    /** The init segment and the media segments of a rendition, one after the other, are a file that every player reads. */
    void join(List<SegmentEncoded> units, String rendition, Path file) throws IOException {
        String videoId = units.getFirst().videoId();
        try (OutputStream out = Files.newOutputStream(file)) {
            append(ObjectKeys.init(videoId, 1, rendition), out);
            for (SegmentEncoded unit : units) {
                for (SegmentEncoded.Output output : unit.outputs()) {
                    if (output.rendition().equals(rendition)) {
                        for (Segment segment : output.segments()) {
                            append(ObjectKeys.segment(videoId, 1, rendition, segment.number()), out);
                        }
                    }
                }
            }
        }
    }

    private void append(String key, OutputStream out) throws IOException {
        try (InputStream in = store.read(new ObjectRef(buckets.vod(), key))) {
            in.transferTo(out);
        }
    }

    @SuppressWarnings("unchecked") // The argument asks for just this type.
    private static <E extends Event> StageHandler<E> handler(ApplicationContext context, Class<E> event) {
        return (StageHandler<E>) context.getBean(Argument.of(StageHandler.class, event));
    }

    /** As a worker does it: what may pass is tried three times, each time with a scratch folder of its own. */
    private static <E extends Event> List<? extends Event> emitted(StageHandler<E> handler, E event, Path scratch)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            Path own = Files.createTempDirectory(scratch, "attempt" + attempt);
            try {
                Outcome outcome =
                        handler.handle(event, new Work(own, Instant.now().plusSeconds(120), attempt));
                if (outcome instanceof Outcome.Emit emit) {
                    return emit.events();
                }
                throw new AssertionError(outcome.toString());
            } catch (Exception e) {
                if (!(e instanceof CodedFailure failure) || !failure.passing() || attempt == 3) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("attempt", attempt)
                        .addKeyValue("run", failure.programRun().orElse(null))
                        .setCause(e)
                        .log("tried again");
            }
        }
    }

    /** Closes what is not the pipeline's. */
    @Override
    public void close() {
        splitter.close();
    }
}
