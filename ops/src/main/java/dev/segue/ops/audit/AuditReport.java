package dev.segue.ops.audit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was looked at and what came of it.
 *
 * @param published runs that ended so; the other ends likewise
 * @param superseded runs without an end that a newer one made needless
 * @param running runs without an end that something is still done for
 * @param lost runs without an end that nobody is at
 * @param expired runs older than the topics' retention, of which only objects can be judged
 * @param objects objects whose length was compared
 * @param findings how many of each kind
 */
public record AuditReport(
        int published,
        int rejected,
        int cancelled,
        int deadLetters,
        int superseded,
        int running,
        int lost,
        int expired,
        long objects,
        long bytesRead,
        Map<FindingCode, Integer> findings) {
    public AuditReport {
        findings = Collections.unmodifiableMap(new EnumMap<>(findings));
    }

    /** Whether nothing is wrong. */
    public boolean clean() {
        return findings.isEmpty();
    }

    /** How many runs were looked at. */
    public int runs() {
        return published + rejected + cancelled + deadLetters + superseded + running + lost;
    }
}
