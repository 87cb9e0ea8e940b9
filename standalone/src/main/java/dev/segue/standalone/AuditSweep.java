package dev.segue.standalone;

import dev.segue.ops.audit.Audit;
import dev.segue.ops.audit.AuditReport;
import dev.segue.ops.audit.AuditScope;
import dev.segue.ops.audit.Finding;
import dev.segue.ops.audit.FindingCode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lists the orphans that an audit finds and removes them when it is told to. */
final class AuditSweep {
    /** A worker that does not know yet that its run was cancelled may have written what is younger. */
    static final Duration GRACE = Duration.ofHours(1);

    private final Audit audit;
    private final AuditScope scope;
    private final boolean remove;

    AuditSweep(Audit audit, AuditScope scope, boolean remove) {
        this.audit = audit;
        this.scope = new AuditScope(scope.video(), false, scope.settle(), scope.grace());
        this.remove = remove;
    }

    /** @return the exit status */
    int run(boolean json, PrintWriter out) {
        List<Finding> orphans = new ArrayList<>();
        AuditReport report = audit.run(scope, finding -> {
            if (finding.code() == FindingCode.ORPHAN) {
                orphans.add(finding);
            }
        });
        if (report.runs() == 0 && !orphans.isEmpty()) {
            throw new Fault(
                    "Kafka tells of no film at all although the store has some: is this the right cluster? Nothing was removed.");
        }
        int removed = 0;
        for (Finding orphan : orphans) {
            if (!json) {
                out.println(AuditText.of(orphan));
            }
            if (remove && audit.remove(orphan, scope)) {
                removed++;
            }
        }
        if (json) {
            out.println("{\"orphans\":" + orphans.size() + ",\"removed\":" + removed + "}");
        } else if (remove) {
            out.println(removed + " of " + orphans.size() + " orphans removed");
        } else {
            out.println(orphans.size() + " orphans; nothing was done, with --yes they are removed");
        }
        return 0;
    }
}
