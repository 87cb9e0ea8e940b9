package dev.segue.contract;

/**
 * An oddity that the film's owner should know of.
 *
 * @param code stable, for programs
 * @param sentence for people
 */
public record Warning(String code, String sentence) {
    public Warning {
        Require.text("code", code);
        Require.text("sentence", sentence);
    }
}
