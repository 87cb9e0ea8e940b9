package dev.segue.ops.audit;

import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import java.util.List;

/** 64 bits in place of a list of segments (FNV-1a): enough to see that two lists differ, which nobody here does on purpose. */
final class Digest64 {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long state = BASIS;

    /** Everything that was said of some segments and the init segment they go with. */
    static long of(StoredObject init, List<Segment> segments) {
        Digest64 digest = new Digest64().add(init);
        segments.forEach(
                s -> digest.add(s.number()).add(s.start()).add(s.duration()).add(s.object()));
        return digest.state;
    }

    private Digest64 add(StoredObject object) {
        object.sha256().chars().forEach(c -> mix((byte) c));
        return add(object.bytes());
    }

    private Digest64 add(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mix((byte) (value >>> shift));
        }
        return this;
    }

    private void mix(byte b) {
        state = (state ^ (b & 0xff)) * PRIME;
    }
}
