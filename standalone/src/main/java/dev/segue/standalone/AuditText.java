package dev.segue.standalone;

import dev.segue.ops.audit.AuditReport;
import dev.segue.ops.audit.Finding;
import java.util.stream.Collectors;

/** What the audit prints for people. */
final class AuditText {
    private AuditText() {}

    static String of(Finding finding) {
        return finding.code().label() + "  " + finding.subject() + "\n    expected: " + finding.expected()
                + "\n    found:    " + finding.found() + "\n    " + finding.advice();
    }

    static String of(AuditReport r) {
        String runs = r.runs() + " runs: " + r.published() + " published, " + r.rejected() + " rejected, "
                + r.cancelled() + " cancelled, " + r.deadLetters() + " with open dead letters, " + r.superseded()
                + " superseded, " + r.running() + " running, " + r.lost() + " lost";
        String older = r.expired() == 0
                ? ""
                : "\n" + r.expired() + " runs are older than what Kafka keeps: only their objects were looked at";
        String verdict = r.clean()
                ? "nothing is wrong"
                : r.findings().entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().label())
                        .collect(Collectors.joining(", "));
        return runs + "\n" + r.objects() + " objects, " + r.bytesRead() + " bytes read" + older + "\n" + verdict;
    }
}
