package dev.segue.prober;

import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.stage.Outcome;
import java.util.Locale;
import java.util.Map;

/** Says in words of its owner why a container cannot be opened, from what ffprobe says of it. */
final class Unreadable {
    private Unreadable() {}

    static Outcome.Reject reject(FfmpegFailedException e) {
        String log = e.log().toLowerCase(Locale.ROOT);
        // What remains of the log is ours: FFmpeg's own lines may quote the file, so none of them is passed on.
        Map<String, String> facts = Map.of("ffprobe", e.reason().name().toLowerCase(Locale.ROOT));
        if (log.contains("encrypt") || log.contains("decryption")) {
            return new Outcome.Reject(
                    RejectionCode.ENCRYPTED, "The film is encrypted (DRM): upload it without copy protection.", facts);
        }
        if (log.contains("moov atom not found")) {
            return new Outcome.Reject(
                    RejectionCode.UNREADABLE,
                    "The file lacks its table of contents (moov): recording or upload broke off. Upload it again.",
                    facts);
        }
        return new Outcome.Reject(
                RejectionCode.UNREADABLE,
                "The file cannot be read as what its first bytes say it is: it is damaged or cut off. Check whether it plays, and"
                        + " export it again.",
                facts);
    }
}
