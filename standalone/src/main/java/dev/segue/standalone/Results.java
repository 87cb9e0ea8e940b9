package dev.segue.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Published;
import dev.segue.contract.Rejected;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import java.nio.file.Path;
import java.util.List;

/** What {@code --json} prints: one object with an entry for each file. */
final class Results {
    /** Beside the codes of {@code rejected}: what the door refuses never becomes an event. */
    static final String UPLOAD_REFUSED = "UPLOAD_REFUSED";

    private static final JsonMapper JSON = EventCodec.json();

    private final ObjectNode root = JSON.createObjectNode();
    private final ArrayNode videos = root.putArray("videos");

    void playable(String file, Path folder, Published published, VideoProgress progress) {
        ObjectNode video = video(file, published.videoId(), "published");
        video.put("folder", folder.toString());
        video.put("hls", folder.resolve("master.m3u8").toString());
        video.put("dash", folder.resolve("manifest.mpd").toString());
        video.put("durationUs", published.durationUs());
        video.set("renditions", JSON.valueToTree(published.renditions()));
        video.set(
                "leftOut",
                JSON.valueToTree(
                        progress.plan() == null ? List.of() : progress.plan().leftOut()));
        video.set("warnings", JSON.valueToTree(progress.warnings()));
    }

    void rejected(String file, Rejected rejected) {
        ObjectNode video = video(file, rejected.videoId(), "rejected");
        video.put("stage", rejected.stage());
        video.put("code", rejected.code().name());
        video.put("sentence", rejected.sentence());
        video.set("facts", JSON.valueToTree(rejected.facts()));
    }

    void cancelled(String file, String videoId, VideoOutcome.Cancelled cancelled) {
        video(file, videoId, "cancelled").put("reason", cancelled.reason());
    }

    void failed(String file, String videoId, VideoOutcome.Failed failed) {
        ObjectNode video = video(file, videoId, "failed");
        video.put("stage", failed.stage());
        video.put("code", failed.code());
        video.put("message", failed.message());
        video.put("deadLetterTopic", failed.topic());
    }

    /** The door refused the film; no event tells of it, and it has no id. */
    void refused(String file, Upload.Refused refused) {
        videos.addObject()
                .put("file", file)
                .put("outcome", "rejected")
                .put("stage", "ingest")
                .put("code", UPLOAD_REFUSED)
                .put("sentence", refused.sentence());
    }

    void notUploaded(String file, Upload.Failed failed) {
        videos.addObject()
                .put("file", file)
                .put("outcome", "failed")
                .put("stage", "ingest")
                .put("code", "UPLOAD_FAILED")
                .put("message", failed.sentence());
    }

    private ObjectNode video(String file, String videoId, String outcome) {
        return videos.addObject().put("file", file).put("videoId", videoId).put("outcome", outcome);
    }

    String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the result cannot be written as JSON", e);
        }
    }
}
