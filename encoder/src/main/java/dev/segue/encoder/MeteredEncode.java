package dev.segue.encoder;

import dev.segue.contract.Event;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts what comes of units, so that the handler itself knows of no metrics. */
final class MeteredEncode implements StageHandler<SegmentsReady> {
    private static final long MICROS = 1_000_000;

    private final StageHandler<SegmentsReady> handler;
    private final MeterRegistry registry;
    private final LongSupplier nanos;

    /** @param nanos as {@link System#nanoTime} */
    MeteredEncode(StageHandler<SegmentsReady> handler, MeterRegistry registry, LongSupplier nanos) {
        this.handler = handler;
        this.registry = registry;
        this.nanos = nanos;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        long began = nanos.getAsLong();
        Outcome outcome = handler.handle(event, work);
        if (outcome instanceof Outcome.Emit emit) {
            Duration took = Duration.ofNanos(nanos.getAsLong() - began);
            for (Event said : emit.events()) {
                if (said instanceof SegmentEncoded encoded) {
                    count(event.unit(), encoded, took);
                }
            }
        }
        return outcome;
    }

    private void count(Unit unit, SegmentEncoded encoded, Duration took) {
        String kind = kind(unit);
        double film = filmUs(unit) / 1e6;
        counter("segue.encoder.film", "seconds", "Film that was encoded, in all renditions of a unit", kind)
                .increment(film);
        counter("segue.encoder.cpu", "seconds", "Processor time that FFmpeg took for it", kind)
                .increment(encoded.cpuMs() / 1e3);
        counter("segue.encoder.output", "bytes", "Size of the segments it made", kind)
                .increment(encoded.outputs().stream()
                        .flatMap(o -> o.segments().stream())
                        .mapToLong(s -> s.object().bytes())
                        .sum());
        if (took.isPositive()) {
            DistributionSummary.builder("segue.encoder.speed")
                    .description("Seconds of film encoded in a second by one slot, judging and storing included")
                    .tag("kind", kind)
                    .serviceLevelObjectives(0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32)
                    .register(registry)
                    .record(film / (took.toNanos() / 1e9));
        }
    }

    private Counter counter(String name, String unit, String description, String kind) {
        return Counter.builder(name)
                .description(description)
                .baseUnit(unit)
                .tag("kind", kind)
                .register(registry);
    }

    private static String kind(Unit unit) {
        return switch (unit) {
            case Unit.VideoChunk chunk -> "picture";
            case Unit.AudioTrack track -> "sound";
        };
    }

    private static long filmUs(Unit unit) {
        return switch (unit) {
            case Unit.VideoChunk chunk -> {
                long[] times = chunk.times().boundaries();
                yield chunk.stream().timeBase().rescale(times[times.length - 1] - times[0], MICROS);
            }
            case Unit.AudioTrack track -> track.endUs() - track.originUs();
        };
    }

    @Override
    public long scratchBytes(SegmentsReady event) {
        return handler.scratchBytes(event);
    }
}
