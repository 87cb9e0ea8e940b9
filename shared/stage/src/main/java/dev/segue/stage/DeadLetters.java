package dev.segue.stage;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts events that cannot be worked on where people find them. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final RecordSender sender;
    private final DeadLetterRecords records;
    private final BackOff backOff;

    DeadLetters(RecordSender sender, DeadLetterRecords records, BackOff backOff) {
        this.sender = sender;
        this.records = records;
        this.backOff = backOff;
    }

    /**
     * Returns when the dead letter is written. Never gives up on that: giving the record back instead would use up its
     * deliveries, and the broker would then drop it without a trace.
     */
    void write(Origin origin, Failure failure, DeadLetterRecords.History history) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                sender.send(List.of(records.of(origin, failure, history)));
                return;
            } catch (TransientFailure | KafkaException e) {
                Duration pause = backOff.after(tries);
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("topic", origin.topic())
                        .addKeyValue("offset", origin.offset())
                        .addKeyValue("code", failure.code())
                        .addKeyValue("againIn", pause)
                        .log("dead letter cannot be written");
                Thread.sleep(pause);
            }
        }
    }
}
