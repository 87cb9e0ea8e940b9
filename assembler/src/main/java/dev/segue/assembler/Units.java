package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.BitSet;

/** A set of unit numbers, one bit each: a film of 3,600 units takes 450 bytes. Never changes. */
final class Units {
    static final Units NONE = new Units(new BitSet());

    private final BitSet bits;

    private Units(BitSet bits) {
        this.bits = bits;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Units of(byte[] bytes) {
        return new Units(BitSet.valueOf(bytes));
    }

    @JsonValue
    byte[] bytes() {
        return bits.toByteArray();
    }

    boolean has(int unit) {
        return bits.get(unit);
    }

    Units with(int unit) {
        BitSet more = (BitSet) bits.clone();
        more.set(unit);
        return new Units(more);
    }

    int count() {
        return bits.cardinality();
    }

    /** The highest number, -1 for none. */
    int highest() {
        return bits.length() - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Units units && units.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    @Override
    public String toString() {
        return bits.toString();
    }
}
