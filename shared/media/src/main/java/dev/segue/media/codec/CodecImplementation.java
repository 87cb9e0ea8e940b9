package dev.segue.media.codec;

import dev.segue.contract.HdrMetadata;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of FFmpeg's encoders for a codec of the picture. All of them promise the same: key frames only where they are forced, each the
 * begin of a closed group, and at most two frames decoded before one that is shown earlier.
 */
public interface CodecImplementation {
    /** Every processor there is. */
    int ALL_THREADS = 0;

    /** The distance of key frames where it is not known: ten seconds of film. */
    int ANY_GROUP = 250;

    /** FFmpeg's name of the encoder: {@code libx264}. */
    String id();

    VideoCodec codec();

    /** Whether this encoder can make the rendition at all: its pixel format and its rate control. */
    boolean carries(VideoRendition rendition);

    /**
     * The encoder's options of one output, from {@code -c:v} on, all but the times of key frames.
     *
     * @param hdr what the source says of its brightness; only a rendition that is not SDR hands it on
     * @param groupFrames the most frames from one forced key frame to the next
     * @param threads how many it may use, or {@link #ALL_THREADS}
     */
    List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int groupFrames, int threads);

    /** The same where nothing is known of the distance of key frames, which matters for average rates alone. */
    default List<String> arguments(VideoRendition rendition, @Nullable HdrMetadata hdr, int threads) {
        return arguments(rendition, hdr, ANY_GROUP, threads);
    }

    /** Options that open the device, before the input; none for software. */
    default List<String> device() {
        return List.of();
    }

    /** Filters that bring the rendition's frames to the device, each with a comma in front; none for software. */
    default String upload(VideoRendition rendition) {
        return "";
    }
}
