package dev.segue.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a stage needs and may find dead. A passing failure with one of these codes blames it, and then its
 * {@link Circuit} decides whether the attempt counts.
 */
public enum Dependency {
    /** The object store, be it through its API or through an address that it presigned. */
    STORE("store-unavailable", "the object store does not answer"),
    /** The brokers, where results are written. */
    KAFKA("kafka-unavailable", "Kafka does not take records"),
    /** PostgreSQL. */
    DATABASE("database-unavailable", "PostgreSQL does not answer"),
    /** Space for scratch files on this host. */
    DISK("disk-full", "the disk for scratch files is full");

    private final String code;
    private final String trouble;

    Dependency(String code, String trouble) {
        this.code = code;
        this.trouble = trouble;
    }

    /** The failure code: stable, counted and documented. */
    public String code() {
        return code;
    }

    /** Whether all hosts have the same one; otherwise another host may have what this one lacks. */
    boolean shared() {
        return this != DISK;
    }

    /** What is the matter when it is dead, in a few words for people. */
    String trouble() {
        return trouble;
    }

    /** As a label of metrics and logs: {@code store}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Dependency> ofCode(String code) {
        return Arrays.stream(values()).filter(d -> d.code.equals(code)).findFirst();
    }
}
