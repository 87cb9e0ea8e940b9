package dev.segue.contract;

/**
 * Something of the profile or of the source that is not made.
 *
 * @param what the rung's or track's id, or {@code stream N} of the source
 * @param code why, stable, for programs: {@code upscaling}, {@code same-size}
 * @param sentence why, for people
 */
public record Omission(String what, String code, String sentence) {
    public Omission {
        Require.text("what", what);
        Require.text("code", code);
        Require.text("sentence", sentence);
    }
}
