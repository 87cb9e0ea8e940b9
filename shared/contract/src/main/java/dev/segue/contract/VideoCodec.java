package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The codecs a picture is encoded with. */
public enum VideoCodec {
    /** ISO/IEC 14496-10. */
    @JsonProperty("h264")
    H264("h264"),
    /** ISO/IEC 23008-2. */
    @JsonProperty("hevc")
    HEVC("hevc"),
    /** AV1 Bitstream and Decoding Process Specification. */
    @JsonProperty("av1")
    AV1("av1"),
    /** VP9 Bitstream and Decoding Process Specification. */
    @JsonProperty("vp9")
    VP9("vp9");

    private final String label;

    VideoCodec(String label) {
        this.label = label;
    }

    /** The name in events, profiles, ids of tracks and metrics; FFmpeg's name of the codec, too. */
    public String label() {
        return label;
    }
}
