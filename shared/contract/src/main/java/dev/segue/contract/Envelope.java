package dev.segue.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as it travels: key, headers and value of a Kafka record in the binary mode of CloudEvents 1.0.
 *
 * @param key the videoId, so that all facts about a video keep their order where a topic has partitions
 * @param headers names to values, in the order in which they are written
 * @param value JSON in UTF-8
 */
public record Envelope(String key, Map<String, String> headers, byte[] value) {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";
    /** W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    public Envelope {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
