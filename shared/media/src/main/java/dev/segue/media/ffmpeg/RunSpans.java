package dev.segue.media.ffmpeg;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Makes each run of a program a span of the work it is done for; without such work, or where nothing is recorded, it costs nothing. */
public final class RunSpans {
    private final Tracer tracer;

    public RunSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.segue");
    }

    /** Records nothing. */
    static RunSpans none() {
        return new RunSpans(OpenTelemetry.noop());
    }

    interface Run {
        FfmpegResult toTheEnd() throws FfmpegFailedException, InterruptedException;
    }

    FfmpegResult of(String program, Run run) throws FfmpegFailedException, InterruptedException {
        if (!Span.current().isRecording()) {
            return run.toTheEnd();
        }
        Span span = tracer.spanBuilder(program).startSpan();
        try {
            FfmpegResult result = run.toTheEnd();
            span.setAttribute("segue.cpu_ms", result.cpu().toMillis());
            return result;
        } catch (FfmpegFailedException e) {
            span.setStatus(StatusCode.ERROR, e.reason().name());
            throw e;
        } finally {
            span.end();
        }
    }
}
