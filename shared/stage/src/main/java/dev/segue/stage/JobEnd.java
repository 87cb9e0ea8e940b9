package dev.segue.stage;

import java.util.Locale;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** What became of a record. */
enum JobEnd {
    /** Its results are stated. */
    EMITTED,
    /** The media is refused, and that is stated. */
    REJECTED,
    /** It lies in the dead-letter topic. */
    DEAD_LETTERED,
    /** Nothing is stated; another worker is to do it. */
    RELEASED,
    /** It was written once more, for another host to try. */
    HANDED_OVER,
    /** Nobody wants its result any more, and nothing is stated. */
    CANCELLED,
    /** Its result came too late: the record was somebody else's by then. Nothing is stated. */
    DROPPED;

    AcknowledgeType acknowledgement() {
        return switch (this) {
            case EMITTED, REJECTED, DEAD_LETTERED, HANDED_OVER, CANCELLED -> AcknowledgeType.ACCEPT;
            case RELEASED, DROPPED -> AcknowledgeType.RELEASE;
        };
    }

    /** As a label of metrics and logs: {@code dead-lettered}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
