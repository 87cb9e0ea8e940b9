package dev.segue.ops;

import dev.segue.contract.Envelope;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.TopicCatalogue;
import dev.segue.contract.UploadComplete;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.HeaderTexts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes {@link EventRecord}s of Kafka's records. */
public final class RecordReader {
    private final EventCodec codec;
    private final Map<String, String> originOfDeadLetters = new HashMap<>();
    private final List<String> topics;

    public RecordReader(TopicCatalogue catalogue, EventCodec codec) {
        this.codec = codec;
        for (TopicCatalogue.Topic topic : catalogue.topics()) {
            if (topic.deadLetter() != null) {
                originOfDeadLetters.put(topic.deadLetter(), topic.name());
            }
        }
        topics = Stream.concat(
                        catalogue.topics().stream().map(TopicCatalogue.Topic::name),
                        originOfDeadLetters.keySet().stream())
                .toList();
    }

    /** The topics whose records it can read. */
    public List<String> topics() {
        return topics;
    }

    /**
     * Empty for a record that is no event: the stage that reads the topic dead-letters it, and that dead letter is read here too.
     */
    public Optional<EventRecord> read(ConsumerRecord<@Nullable String, byte @Nullable []> record) {
        Map<String, String> headers = HeaderTexts.of(record.headers());
        String origin = originOfDeadLetters.get(record.topic());
        Instant at = Instant.ofEpochMilli(record.timestamp());
        Event event = event(origin == null ? record.topic() : origin, record.key(), headers, record.value());
        if (origin == null) {
            return event == null ? Optional.empty() : Optional.of(new EventRecord.Stated(record.topic(), event, at));
        }
        String subject = headers.get(Envelope.SUBJECT);
        String videoId = event != null ? event.videoId() : subject != null ? subject : record.key();
        if (videoId == null) {
            return Optional.empty(); // belongs to no video that anybody could ask for
        }
        return Optional.of(new EventRecord.DeadLetter(
                record.topic(),
                origin,
                videoId,
                event,
                headers.getOrDefault(DeadLetterHeaders.STAGE, "unknown"),
                headers.getOrDefault(DeadLetterHeaders.CODE, "unknown"),
                headers.getOrDefault(DeadLetterHeaders.MESSAGE, "no reason given"),
                at));
    }

    private @Nullable Event event(
            String topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            return topic.equals(EventType.UPLOAD_COMPLETE.topic())
                    ? codec.readAtTheDoor(UploadComplete.class, key, headers, value)
                    : codec.readAny(headers, value);
        } catch (MalformedEventException e) {
            return null;
        }
    }
}
