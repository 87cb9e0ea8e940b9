package dev.segue.stage;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventType;
import dev.segue.contract.RenditionComplete;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One trace a video, from the upload to the published version: the {@code traceparent} of W3C Trace Context goes from each event to those
 * that it causes. Where spans are recorded, each piece of work is one, child of the piece that stated its cause; elsewhere what
 * came is passed on as it is.
 */
public final class Tracing {
    private static final AttributeKey<String> STAGE = AttributeKey.stringKey("segue.stage");
    private static final AttributeKey<String> VIDEO = AttributeKey.stringKey("segue.video");
    private static final AttributeKey<Long> GENERATION = AttributeKey.longKey("segue.generation");
    private static final AttributeKey<String> UNIT = AttributeKey.stringKey("segue.unit");
    private static final AttributeKey<String> RENDITION = AttributeKey.stringKey("segue.rendition");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("segue.attempt");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("segue.outcome");
    private static final AttributeKey<Long> WAITED = AttributeKey.longKey("segue.waited_ms");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("segue.code");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("segue.message");

    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private final Tracer tracer;
    private final RandomGenerator random;

    Tracing(OpenTelemetry telemetry, RandomGenerator random) {
        this.tracer = telemetry.getTracer("dev.segue");
        this.random = random;
    }

    /** Records nothing and passes traces on. */
    public static Tracing off() {
        return new Tracing(OpenTelemetry.noop(), new SecureRandom());
    }

    /**
     * Begins a piece of work, which the calling thread is to close.
     *
     * @param stage who does it
     * @param event what it is about: its cause, or what is stated without one
     * @param cause the {@code traceparent} of its cause; none, or nonsense, begins a trace
     */
    public Piece begin(String stage, Event event, @Nullable String cause) {
        SpanBuilder builder = builder(stage, EventType.of(event).kind(), event.videoId(), event.generation(), cause)
                .setSpanKind(cause == null ? SpanKind.PRODUCER : SpanKind.CONSUMER);
        if (!event.discriminator().isEmpty()) {
            builder.setAttribute(event instanceof RenditionComplete ? RENDITION : UNIT, event.discriminator());
        }
        return new Piece(builder.startSpan());
    }

    /**
     * Notes a unit that was held back from one moment to the other.
     *
     * @return the {@code traceparent} of what follows, null where nothing is recorded
     */
    public @Nullable String held(
            String stage,
            String videoId,
            int generation,
            String unit,
            @Nullable String cause,
            Instant from,
            Instant to) {
        Span span = builder(stage, "held", videoId, generation, cause)
                .setAttribute(UNIT, unit)
                .setStartTimestamp(from)
                .startSpan();
        boolean recorded = span.isRecording();
        span.end(to);
        return recorded ? text(span.getSpanContext()) : null;
    }

    private SpanBuilder builder(String stage, String what, String videoId, int generation, @Nullable String cause) {
        return tracer.spanBuilder(stage + " " + what)
                .setParent(cause == null ? Context.root() : read(cause))
                .setAttribute(STAGE, stage)
                .setAttribute(VIDEO, videoId)
                .setAttribute(GENERATION, (long) generation);
    }

    /** A piece of work under way. */
    public final class Piece implements AutoCloseable {
        private final Span span;
        private final Scope scope;
        private final String traceparent;

        private Piece(Span span) {
            this.span = span;
            SpanContext known = span.getSpanContext();
            this.traceparent = known.isValid() ? text(known) : fresh();
            this.scope = span.makeCurrent();
        }

        /** What the events that it causes carry. */
        public String traceparent() {
            return traceparent;
        }

        /** How long its event had waited. */
        void waited(Duration time) {
            span.setAttribute(WAITED, time.toMillis());
        }

        void ended(JobEnd end) {
            span.setAttribute(OUTCOME, end.label());
            if (end == JobEnd.DEAD_LETTERED) {
                span.setStatus(StatusCode.ERROR);
            }
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    /** The piece of work of this thread is tried for the n-th time. */
    static void attempt(int number) {
        Span.current().setAttribute(ATTEMPT, (long) number);
    }

    /** The attempt of this thread failed. */
    static void failed(Failure failure) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.addEvent("attempt failed", Attributes.of(CODE, failure.code(), MESSAGE, failure.message()));
        }
    }

    private static Context read(String traceparent) {
        return W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), Map.of(Envelope.TRACEPARENT, traceparent), Carrier.MAP);
    }

    private static String text(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }

    /** A new trace, marked as sampled: whoever records it elsewhere may. */
    private String fresh() {
        return "00-" + hex(TRACE_BYTES) + "-" + hex(SPAN_BYTES) + "-01";
    }

    private String hex(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        // All zeros would be invalid.
        bytes[0] |= 1;
        return HexFormat.of().formatHex(bytes);
    }

    private enum Carrier implements TextMapGetter<Map<String, String>> {
        MAP;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
