package dev.segue.splitter;

import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.VideoRendition;
import java.util.List;

/**
 * The picture's renditions.
 *
 * @param renditions what is made, in the profile's order
 * @param leftOut what of the plan is not
 */
record Ladder(List<VideoRendition> renditions, List<Omission> leftOut) {
    Ladder {
        renditions = List.copyOf(renditions);
        leftOut = List.copyOf(leftOut);
    }

    /** The plan of the picture with this ladder, of which nothing is left to be chosen. */
    Plan.VideoPlan of(Plan.VideoPlan plan) {
        return new Plan.VideoPlan(plan.stream(), renditions, null, plan.quality());
    }
}
