package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a sound track is for (DASH role scheme, ISO/IEC 23009-1, 5.8.5.5). */
public enum AudioRole {
    /** The film's own sound. */
    @JsonProperty("main")
    MAIN("main"),
    /** The same in another language or mix. */
    @JsonProperty("alternate")
    ALTERNATE("alternate"),
    @JsonProperty("dub")
    DUB("dub"),
    @JsonProperty("commentary")
    COMMENTARY("commentary"),
    /** Tells those who cannot see it what the picture shows. */
    @JsonProperty("description")
    DESCRIPTION("description");

    private final String label;

    AudioRole(String label) {
        this.label = label;
    }

    /** The value of the DASH role scheme. */
    public String label() {
        return label;
    }
}
