package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.RejectionCode;
import dev.segue.media.ffmpeg.Ffprobe;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture so large that FFmpeg, told the most it may decode, does not even name its size: it then looks like one that is damaged.
 */
final class OversizedPicture {
    private static final Pattern TOO_LARGE =
            Pattern.compile("Picture size (\\d+)x(\\d+) (exceeds specified max pixel count|is invalid)");

    private OversizedPicture() {}

    /** Refuses a source none of whose pictures has a size, if that is why. */
    static void check(Ffprobe.Probe probe) throws Refusal {
        for (JsonNode stream : probe.tree().path("streams")) {
            if (stream.path("width").asInt() > 0) {
                return;
            }
        }
        Matcher size = TOO_LARGE.matcher(probe.log());
        if (size.find()) {
            throw new Refusal(
                    RejectionCode.DIMENSIONS_OVER_LIMIT,
                    "The picture has " + size.group(1) + "x" + size.group(2)
                            + " pixels, more than are decoded here: scale it down.",
                    Map.of("width", size.group(1), "height", size.group(2)));
        }
    }
}
