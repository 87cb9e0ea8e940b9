package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The codecs sound is encoded with. */
public enum AudioCodec {
    /** AAC-LC (ISO/IEC 14496-3). */
    @JsonProperty("aac")
    AAC("aac"),
    /** RFC 6716. */
    @JsonProperty("opus")
    OPUS("opus");

    private final String label;

    AudioCodec(String label) {
        this.label = label;
    }

    /** The name in events, profiles and metrics; FFmpeg's name of the codec, too. */
    public String label() {
        return label;
    }
}
