package dev.segue.contract;

/**
 * A command: nothing more shall be made of this run of the video. Stages drop what they hold of it, and of older runs, and count
 * no results of it any more; what was published stays.
 *
 * @param reason why, for people
 */
public record Cancel(String videoId, int generation, String reason) implements Event {
    public Cancel {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.text("reason", reason);
    }
}
