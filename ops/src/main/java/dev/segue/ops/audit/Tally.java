package dev.segue.ops.audit;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Hands findings on and counts them, and what was looked at. */
final class Tally {
    private final Consumer<Finding> listener;
    private final Map<FindingCode, Integer> findings = new EnumMap<>(FindingCode.class);
    private final Map<Standing, Integer> runs = new EnumMap<>(Standing.class);
    private int expired;
    private long objects;
    private long bytesRead;

    Tally(Consumer<Finding> listener) {
        this.listener = listener;
    }

    void add(Finding finding) {
        findings.merge(finding.code(), 1, Integer::sum);
        listener.accept(finding);
    }

    void run(Standing standing) {
        runs.merge(standing, 1, Integer::sum);
    }

    void expired() {
        expired++;
    }

    void objects(long compared) {
        objects += compared;
    }

    void read(long bytes) {
        bytesRead += bytes;
    }

    AuditReport report() {
        return new AuditReport(
                count(Standing.PUBLISHED),
                count(Standing.REJECTED),
                count(Standing.CANCELLED),
                count(Standing.DEAD_LETTER),
                count(Standing.SUPERSEDED),
                count(Standing.RUNNING),
                count(Standing.LOST),
                expired,
                objects,
                bytesRead,
                findings);
    }

    private int count(Standing standing) {
        return runs.getOrDefault(standing, 0);
    }
}
