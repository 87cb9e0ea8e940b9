package dev.segue.stage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Gives a job that failed here to another host: its record is written once more to the same topic, key, value and headers as they
 * are, with a note of what happened; then the first one is accepted. A share group cannot do this by itself: a released record may
 * come straight back, carries no note, and uses up the deliveries after which the broker drops it.
 */
public final class OtherHosts {
    /** Headers of the note begin so. */
    static final String PREFIX = "segue-failed-";

    /** The header that says where a record failed, by which one that was handed over is known. */
    public static final String HOST = PREFIX + "host";

    private static final String CODE = PREFIX + "code";
    private static final String PASSES = PREFIX + "passes";

    private final String host;
    private final BooleanSupplier others;
    private final RecordSender sender;

    /** @param others whether another host works in the group */
    OtherHosts(String host, BooleanSupplier others, RecordSender sender) {
        this.host = host;
        this.others = others;
        this.sender = sender;
    }

    /**
     * What a record brings along that failed before.
     *
     * @param host where
     * @param code why
     * @param passes how often that host got the record back itself and passed it on
     */
    record Note(String host, String code, int passes) {}

    boolean exist() {
        return others.getAsBoolean();
    }

    boolean isHere(Note note) {
        return note.host().equals(host);
    }

    /** The note on a record, absent when it has not failed yet. */
    static Optional<Note> noteOn(Origin origin) {
        Map<String, String> texts = origin.headerTexts();
        String host = texts.get(HOST);
        String code = texts.get(CODE);
        if (host == null || code == null) {
            return Optional.empty();
        }
        return Optional.of(new Note(host, code, passes(texts.get(PASSES))));
    }

    private static int passes(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            // Not ours; the next one is.
            return 0;
        }
    }

    /** Gives it away for the first time. */
    void handOver(Origin origin, Failure failure) throws TransientFailure, InterruptedException {
        write(origin, new Note(host, failure.code(), 0));
    }

    /** Passes on what came back to the host that gave it away. */
    void passOn(Origin origin, Note note) throws TransientFailure, InterruptedException {
        write(origin, new Note(note.host(), note.code(), note.passes() + 1));
    }

    private void write(Origin origin, Note note) throws TransientFailure, InterruptedException {
        ProducerRecord<byte[], byte[]> again = new ProducerRecord<>(origin.topic(), null, origin.key(), origin.value());
        for (Header header : origin.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                again.headers().add(header);
            }
        }
        put(again, HOST, note.host());
        put(again, CODE, note.code());
        put(again, PASSES, String.valueOf(note.passes()));
        sender.send(List.of(again));
    }

    private static void put(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
