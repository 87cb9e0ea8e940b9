package dev.segue.stage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters of Kafka Streams applications, with the same headers as those of workers. They are written in the transaction
 * that moves on past the record. Kafka makes the objects by their class name and hands them the settings, so what they need
 * travels among these under {@link #KIT}.
 */
final class StreamsDeadLetters {
    static final String KIT = "segue.dead-letters";
    private static final Logger LOG = LoggerFactory.getLogger(StreamsDeadLetters.class);

    private StreamsDeadLetters() {}

    /** What both handlers need. One that is counted may be written again, when its transaction is rolled back. */
    record Kit(DeadLetterRecords records, DeadLetterMeter meter) {
        private static Kit from(Map<String, ?> settings) {
            if (settings.get(KIT) instanceof Kit kit) {
                return kit;
            }
            throw new IllegalArgumentException(KIT + " is missing from the settings");
        }

        private List<ProducerRecord<byte[], byte[]>> letter(Origin origin, Failure failure) {
            meter.count(failure);
            return List.of(StreamsDeadLetters.letter(records, origin, failure));
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(DeadLetterRecords records, Origin origin, Failure failure) {
        LOG.atError()
                .addKeyValue("stage", records.stage())
                .addKeyValue("topic", origin.topic())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("code", failure.code())
                .addKeyValue("error", failure.message())
                .log("event goes to the dead-letter topic");
        Instant now = Instant.now();
        return records.of(origin, failure, new DeadLetterRecords.History(1, 1, now, now));
    }

    /** For what a processor threw. */
    public static final class OfProcessing implements ProcessingExceptionHandler {
        private @Nullable Kit kit;

        @Override
        public void configure(Map<String, ?> settings) {
            kit = Kit.from(settings);
        }

        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception thrown) {
            Kit made = kit;
            if (made == null || context.topic() == null) {
                // A timer has no record to put aside, so its fault must not be passed over: the thread ends and begins
                // again.
                return Response.fail();
            }
            Origin origin = new Origin(
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    context.timestamp(),
                    context.sourceRawKey(),
                    context.sourceRawValue(),
                    context.headers() == null ? new RecordHeaders() : context.headers());
            return Response.resume(made.letter(origin, Failure.of(thrown)));
        }
    }

    /** For bytes that a serde cannot read. */
    public static final class OfReading implements DeserializationExceptionHandler {
        private @Nullable Kit kit;

        @Override
        public void configure(Map<String, ?> settings) {
            kit = Kit.from(settings);
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception thrown) {
            Kit made = kit;
            return made == null
                    ? Response.fail()
                    : Response.resume(made.letter(Origin.of(record), Failure.malformed(thrown)));
        }
    }
}
