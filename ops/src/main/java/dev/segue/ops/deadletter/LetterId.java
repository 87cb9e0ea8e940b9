package dev.segue.ops.deadletter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a dead letter lies, written as {@code encode-queue.dlq/0/17}. No two letters of a cluster share it.
 *
 * @param topic the dead-letter topic
 */
public record LetterId(String topic, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9._-]{1,249})/(\\d{1,9})/(\\d{1,18})");

    /** @throws IllegalArgumentException with a sentence that shows the form */
    @JsonCreator
    public static LetterId of(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "a dead letter is named by topic, partition and offset, like encode-queue.dlq/0/17, but this is "
                            + text);
        }
        return new LetterId(m.group(1), Integer.parseInt(m.group(2)), Long.parseLong(m.group(3)));
    }

    /** Where a record lies. */
    public static LetterId of(ConsumerRecord<?, ?> record) {
        return new LetterId(record.topic(), record.partition(), record.offset());
    }

    TopicPartition place() {
        return new TopicPartition(topic, partition);
    }

    @JsonValue
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
