package dev.segue.standalone;

import dev.segue.contract.Published;
import dev.segue.contract.Rejected;
import dev.segue.ops.VideoOutcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The whole pipeline on real servers, started once for all tests of this module. */
final class Pipeline {
    private static @Nullable Pipeline shared;

    private final Laptop laptop;
    private final Path out;
    private final SpanReceiver spans;
    private final StoppablePostgres postgres;

    private Pipeline(Laptop laptop, Path out, SpanReceiver spans, StoppablePostgres postgres) {
        this.laptop = laptop;
        this.out = out;
        this.spans = spans;
        this.postgres = postgres;
    }

    static synchronized Pipeline shared() {
        if (shared == null) {
            try {
                DataFolder data = DataFolder.open(null);
                Map<String, Object> settings = new HashMap<>();
                settings.put(
                        "segue.prober.profiles-dir",
                        Path.of("src/test/resources/profiles").toAbsolutePath().toString());
                // A test that has FFmpeg hang need not wait for a minute.
                settings.put("segue.ffmpeg.stall-timeout", "PT10S");
                SpanReceiver spans = SpanReceiver.start();
                settings.put("segue.tracing.endpoint", spans.endpoint());
                StoppablePostgres postgres = new StoppablePostgres(data.of("postgres"));
                settings.putAll(postgres.settings());
                Laptop laptop = Laptop.start(data, 0, settings);
                Path out = Files.createDirectories(data.of("out"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    laptop.close();
                    spans.close();
                    postgres.close();
                    data.close();
                }));
                shared = new Pipeline(laptop, out, spans, postgres);
            } catch (Exception e) {
                throw new IllegalStateException("the pipeline did not start", e);
            }
        }
        return shared;
    }

    /** A stream as {@code segue transcode} leaves it. */
    record Stream(Path folder, Published published) {}

    Laptop laptop() {
        return laptop;
    }

    /** What the whole pipeline has told of its work so far. */
    List<SpanReceiver.Span> spans() {
        ((OpenTelemetrySdk) laptop.context().getBean(OpenTelemetry.class))
                .getSdkTracerProvider()
                .forceFlush()
                .join(10, TimeUnit.SECONDS);
        return spans.received();
    }

    /** Which of all servers a test may stop, if it starts it again. */
    StoppablePostgres postgres() {
        return postgres;
    }

    /** Uploads a film and returns the id it is known by. */
    String upload(Path film, String name, @Nullable String profile) throws Exception {
        try (UploadClient client = new UploadClient(laptop.address())) {
            Upload upload = client.upload(film, name, profile);
            if (upload instanceof Upload.Taken taken) {
                return taken.videoId();
            }
            throw new AssertionError(film + " was not taken: " + upload);
        }
    }

    VideoOutcome outcome(String videoId) throws Exception {
        return laptop.board().ended(videoId).get(5, TimeUnit.MINUTES).outcome();
    }

    VideoOutcome run(Path film, @Nullable String profile) throws Exception {
        return outcome(upload(film, String.valueOf(film.getFileName()), profile));
    }

    Stream transcode(Path film, @Nullable String profile) throws Exception {
        VideoOutcome outcome = run(film, profile);
        if (outcome instanceof VideoOutcome.Playable playable) {
            return download(playable);
        }
        throw new AssertionError(film + " was not published: " + outcome);
    }

    Stream download(VideoOutcome.Playable playable) {
        return new Stream(Download.version(laptop.context(), playable.published(), out), playable.published());
    }

    Rejected rejected(Path film) throws Exception {
        VideoOutcome outcome = run(film, null);
        if (outcome instanceof VideoOutcome.Refused refused) {
            return refused.rejected();
        }
        throw new AssertionError(film + " was not rejected: " + outcome);
    }

    /** The corpus of real and odd files, where it lies beside the project. */
    static Path corpus() {
        return Path.of(System.getProperty("segue.test.media", "../../shared/media"));
    }
}
