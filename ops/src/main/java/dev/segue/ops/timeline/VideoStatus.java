package dev.segue.ops.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Job;
import dev.segue.contract.Published;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a video is, as the compacted topic {@code video-status} holds it under the video's id.
 *
 * @param state running, stuck, published, rejected, cancelled or failed
 * @param stage which stage has it, or ended it; absent once it is published or cancelled
 * @param code why it was rejected or failed
 * @param at when the latest of its records was written
 */
record VideoStatus(
        String videoId,
        int generation,
        String state,
        @Nullable String stage,
        @Nullable String name,
        @Nullable String owner,
        @Nullable String code,
        @Nullable String hls,
        @Nullable String dash,
        Instant at) {
    static final String TOPIC = "video-status";

    static VideoStatus of(VideoState state) {
        Job job = state.progress().job();
        Published published = state.progress().published();
        return new VideoStatus(
                state.progress().videoId(),
                state.progress().generation(),
                state.state(),
                state.progress().stage().orElse(null),
                job == null ? null : job.name(),
                job == null ? null : job.owner(),
                VideoRows.code(state.progress().outcome()),
                published == null ? null : published.hls(),
                published == null ? null : published.dash(),
                state.progress().lastAt());
    }

    /** Whether whoever saw the other one should see this one. */
    boolean tellsMoreThan(VideoStatus other) {
        return !other.equals(
                new VideoStatus(videoId, generation, state, stage, name, owner, code, hls, dash, other.at));
    }

    ProducerRecord<byte[], byte[]> record() {
        try {
            return new ProducerRecord<>(
                    TOPIC,
                    videoId.getBytes(StandardCharsets.UTF_8),
                    EventCodec.json().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status cannot be written as JSON", e);
        }
    }
}
