package dev.segue.contract;

import java.time.Instant;

/**
 * A command: this run of the video is from now on as urgent as that. What of it waits for an encoder changes its place, and what of it
 * comes later takes the new one; what is being encoded goes on. Of two commands the one that is heard later counts.
 *
 * @param at when it was given, by which one command is told from another
 */
public record Prioritize(String videoId, int generation, Priority priority, Instant at) implements Event {
    public Prioritize {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("priority", priority);
        Require.present("at", at);
    }

    @Override
    public String discriminator() {
        return at.toString();
    }
}
