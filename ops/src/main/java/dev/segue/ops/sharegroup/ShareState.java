package dev.segue.ops.sharegroup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * What the brokers keep of a share group on one partition, as records of {@code __share_group_state} add it up. Their form is that of
 * {@code ShareSnapshotValue} and {@code ShareUpdateValue}, version 0, of Kafka 4.2 and 4.3.
 */
final class ShareState {
    private static final short SNAPSHOT = 0;
    private static final short UPDATE = 1;
    private static final byte ACKNOWLEDGED = 2;
    /** Given up by the broker, or no record at all: a marker of a transaction, or one that was rolled back. */
    private static final byte ARCHIVED = 4;

    private final OffsetRanges done = new OffsetRanges();
    private long start = -1;

    /** Whose state a record tells. */
    record Key(String group, Uuid topic, int partition) {}

    /** A record's key, with the kind of its value. */
    record Address(short kind, Key key) {
        static Address read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            short kind = in.getShort();
            byte[] group = new byte[in.getShort()];
            in.get(group);
            Uuid topic = new Uuid(in.getLong(), in.getLong());
            return new Address(kind, new Key(new String(group, StandardCharsets.UTF_8), topic, in.getInt()));
        }
    }

    /** The first offset that is not finished, -1 as long as the group has finished nothing. */
    long start() {
        return start;
    }

    /** Offsets from {@code start} on that are finished all the same. */
    OffsetRanges done() {
        return done;
    }

    /**
     * Takes in one record.
     *
     * @throws UnknownFormException when a newer Kafka writes it in another form
     */
    void add(short kind, byte[] value) throws UnknownFormException {
        ByteBuffer in = ByteBuffer.wrap(value);
        short version = in.getShort();
        if (version != 0 || (kind != SNAPSHOT && kind != UPDATE)) {
            throw new UnknownFormException("kind " + kind + ", version " + version);
        }
        in.getInt(); // epoch of the snapshot
        if (kind == SNAPSHOT) {
            in.getInt(); // epoch of the state
        }
        in.getInt(); // epoch of the leader
        long first = in.getLong();
        if (kind == SNAPSHOT) {
            in.getLong(); // when it was created
            in.getLong(); // and written
            done.clear();
            start = first;
        } else {
            start = Math.max(start, first);
        }
        int batches = ByteUtils.readUnsignedVarint(in) - 1;
        for (int i = 0; i < batches; i++) {
            long from = in.getLong();
            long to = in.getLong();
            byte state = in.get();
            in.getShort(); // deliveries
            skipTags(in);
            if (state == ACKNOWLEDGED || state == ARCHIVED) {
                done.add(from, to);
            }
        }
        done.dropBelow(start);
    }

    private static void skipTags(ByteBuffer in) {
        for (int tags = ByteUtils.readUnsignedVarint(in); tags > 0; tags--) {
            ByteUtils.readUnsignedVarint(in);
            int size = ByteUtils.readUnsignedVarint(in);
            in.position(in.position() + size);
        }
    }

    /** The brokers' own records look otherwise than they did. */
    static final class UnknownFormException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownFormException(String what) {
            super(what);
        }
    }
}
