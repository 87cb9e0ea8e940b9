package dev.segue.contract;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of event with their CloudEvents type and the topic they are written to: commands share one, each fact has its own. */
public enum EventType {
    UPLOAD_COMPLETE("upload-complete", UploadComplete.class),
    SCANNED("scanned", Scanned.class),
    PROBED("probed", Probed.class),
    SEGMENTS_READY("segments-ready", SegmentsReady.class),
    SEGMENT_ENCODED("segment-encoded", SegmentEncoded.class),
    QUALITY_REQUESTED("quality-requested", QualityRequested.class),
    QUALITY_MEASURED("quality-measured", QualityMeasured.class),
    RENDITION_COMPLETE("rendition-complete", RenditionComplete.class),
    PUBLISHED("published", Published.class),
    REJECTED("rejected", Rejected.class),
    CANCEL("cancel", "commands", Cancel.class),
    PRIORITIZE("prioritize", "commands", Prioritize.class),
    FORECAST("forecast", Forecast.class);

    private final String kind;
    private final String topic;
    private final Class<? extends Event> record;

    EventType(String topic, Class<? extends Event> record) {
        this(topic, topic, record);
    }

    EventType(String kind, String topic, Class<? extends Event> record) {
        this.kind = kind;
        this.topic = topic;
        this.record = record;
    }

    /** What it is called in its type and its ids: {@code scanned}, {@code cancel}. */
    public String kind() {
        return kind;
    }

    /** The topic on which events of this kind are stated. */
    public String topic() {
        return topic;
    }

    /** The value of {@code ce_type}; the suffix is the version of the JSON's shape. */
    public String ceType() {
        return "segue." + kind + ".v1";
    }

    /** The record that holds such an event. */
    public Class<? extends Event> record() {
        return record;
    }

    /** The kind of an event. */
    public static EventType of(Event event) {
        return switch (event) {
            case UploadComplete e -> UPLOAD_COMPLETE;
            case Scanned e -> SCANNED;
            case Probed e -> PROBED;
            case SegmentsReady e -> SEGMENTS_READY;
            case SegmentEncoded e -> SEGMENT_ENCODED;
            case QualityRequested e -> QUALITY_REQUESTED;
            case QualityMeasured e -> QUALITY_MEASURED;
            case RenditionComplete e -> RENDITION_COMPLETE;
            case Published e -> PUBLISHED;
            case Rejected e -> REJECTED;
            case Cancel e -> CANCEL;
            case Prioritize e -> PRIORITIZE;
            case Forecast e -> FORECAST;
        };
    }

    /** The kind that a {@code ce_type} names. */
    public static Optional<EventType> ofCeType(String ceType) {
        return Arrays.stream(values()).filter(t -> t.ceType().equals(ceType)).findFirst();
    }

    /** The kind that a record class holds. */
    public static EventType ofRecord(Class<? extends Event> record) {
        return Arrays.stream(values())
                .filter(t -> t.record == record)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no event type for " + record));
    }
}
