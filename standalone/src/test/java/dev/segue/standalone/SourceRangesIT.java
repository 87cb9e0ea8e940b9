package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Probed;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.standalone.bench.Usage;
import dev.segue.standalone.bench.UsageMeter;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source is read where it lies, and only as much of it as is needed: an encoder with a small disk and a unit in the middle of a huge
 * film neither copies the film nor reads all of it. The figures are logged.
 */
class SourceRangesIT {
    private static final Logger LOG = LoggerFactory.getLogger("figures");
    private static final long MB = 1_000_000;

    /** What is on its way when FFmpeg hangs up, and headers and index of the source. */
    private static final long ASIDE = 8 * MB;

    @TempDir
    Path folder;

    private CountingProxy proxy;
    private StagesByHand stages;

    /** How long the films are, at three megabytes a second or more. */
    int seconds() {
        return 60;
    }

    @BeforeEach
    void start() throws Exception {
        ApplicationContext pipeline = Pipeline.shared().laptop().context();
        proxy = new CountingProxy(URI.create(pipeline.getRequiredProperty("segue.s3.endpoint", String.class)));
        stages = StagesByHand.apart(
                pipeline, Map.of("segue.s3.endpoint", proxy.address().toString(), "segue.splitter.chunk-seconds", 4));
    }

    @AfterEach
    void stop() throws Exception {
        stages.close();
        proxy.close();
    }

    @Test
    void aFilmWithItsIndexAtTheEnd() throws Exception {
        isReadInParts("index", "film.mov", "-c:v rawvideo -pix_fmt uyvy422");
    }

    @Test
    void aTransportStreamThatHasNoIndex() throws Exception {
        isReadInParts("stream", "film.ts", "-c:v libx264 -preset ultrafast -g 50 -bf 2 -muxrate 28M -f mpegts");
    }

    private void isReadInParts(String videoId, String name, String options) throws Exception {
        Path film = folder.resolve(name);
        String source = "-f lavfi -i testsrc2=s=320x180:r=25:d=" + seconds();
        Tool.ffmpeg(folder, (source + " " + options + " " + name).split(" "));
        long bytes = Files.size(film);
        Probed probed = stages.probe(videoId + seconds(), film, "tiny", scratch("probe"));
        List<SegmentsReady> units = stages.split(probed, scratch("split"));
        SegmentsReady middle = units.get(units.size() / 2);
        long chunkBytes =
                bytes * ((Unit.VideoChunk) middle.unit()).segmentFrames().size() * 4 / seconds();
        long before = proxy.sent();

        Path scratch = scratch("encode");
        Usage usage;
        try (UsageMeter meter = UsageMeter.start(scratch)) {
            stages.encode(middle, scratch);
            usage = meter.read();
        }

        long read = proxy.sent();
        LOG.atInfo()
                .addKeyValue("source", bytes)
                .addKeyValue("chunk", chunkBytes)
                .addKeyValue("readBefore", before)
                .addKeyValue("read", read)
                .addKeyValue("cpuMs", usage.cpu().toMillis())
                .addKeyValue("scratch", usage.peakScratchBytes())
                .log("bytes that a unit in the middle reads");
        assertThat(bytes).as("size of the source").isGreaterThan(seconds() * 5 / 2 * MB);
        assertThat(read).as("bytes read by a unit of %s", chunkBytes).isBetween(chunkBytes / 2, 3 * chunkBytes + ASIDE);
        assertThat(usage.peakScratchBytes()).as("bytes on disk").isLessThan(chunkBytes / 2);
    }

    private Path scratch(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
