package dev.segue.contract;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The media or the request is refused; nothing more will happen to this generation.
 *
 * @param stage the stage that refused it
 * @param code stable, for programs
 * @param sentence what is wrong and what its owner can do, for people
 * @param facts the numbers and names behind the sentence
 */
public record Rejected(
        String videoId, int generation, String stage, RejectionCode code, String sentence, Map<String, String> facts)
        implements Event {
    public Rejected {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.text("stage", stage);
        Require.present("code", code);
        Require.text("sentence", sentence);
        facts = Collections.unmodifiableMap(new TreeMap<>(Require.present("facts", facts)));
    }
}
