package dev.segue.ops.retry;

import java.util.List;

/**
 * What came of making many videos anew.
 *
 * @param run its name in the audit
 * @param matched videos that are meant
 * @param before of those, begun earlier under the same name
 * @param begun this time
 * @param running left alone since a run of them is under way; asked for again, they are begun
 * @param refused left alone for another reason
 * @param reasons of the first few that were refused
 */
public record ReprocessReport(
        String run, int matched, int before, int begun, int running, int refused, List<String> reasons) {
    public ReprocessReport {
        reasons = List.copyOf(reasons);
    }
}
