package dev.segue.ops.lag;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a group reads. */
public enum GroupKind {
    /** Plain consumers that commit offsets. */
    CONSUMER,
    /** A Kafka Streams application, by whichever group protocol. */
    STREAMS,
    /** A share group (KIP-932). */
    SHARE;

    /** As in metrics and tables. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
