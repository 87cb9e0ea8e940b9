package dev.segue.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.EventCodec;
import java.io.IOException;
import java.time.Instant;

/**
 * The object that says which version of a video players are shown.
 *
 * @param version the generation that is visible
 * @param publishedAt when this version was published first
 */
record Pointer(String videoId, int version, String hls, String dash, Instant publishedAt) {
    byte[] toJson() {
        try {
            return EventCodec.json().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the pointer cannot be written as JSON", e);
        }
    }

    static Pointer of(byte[] json) {
        try {
            return EventCodec.json().readValue(json, Pointer.class);
        } catch (IOException e) {
            throw new IllegalStateException("the pointer is not what the publisher writes", e);
        }
    }
}
