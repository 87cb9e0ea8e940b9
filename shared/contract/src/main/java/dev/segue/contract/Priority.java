package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/** How long a unit of work may be overtaken by units that come later; nothing waits for ever. */
public enum Priority {
    @JsonProperty("urgent")
    URGENT(Duration.ZERO),
    @JsonProperty("high")
    HIGH(Duration.ofMinutes(5)),
    @JsonProperty("normal")
    NORMAL(Duration.ofMinutes(30)),
    @JsonProperty("low")
    LOW(Duration.ofHours(4));

    private final Duration slack;

    Priority(Duration slack) {
        this.slack = slack;
    }

    /** Added to the time of arrival, this gives the place in the queue. */
    public Duration slack() {
        return slack;
    }
}
