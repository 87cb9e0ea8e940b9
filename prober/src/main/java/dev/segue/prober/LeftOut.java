package dev.segue.prober;

import dev.segue.contract.Omission;

/** Why something of the profile or of the source is not made; {@code docs/reference/profiles.md} lists all of them. */
enum LeftOut {
    /** The rung is larger than the source. */
    UPSCALING("upscaling"),
    /** The rung is hardly larger than the one before. */
    SAME_SIZE("same-size"),
    /** The profile makes a codec in ordinary range, though the source is HDR. */
    HDR("hdr"),
    /** The profile makes no such thing, or only of the film's main track. */
    NOT_ASKED_FOR("not-asked-for"),
    /** Another stream of the source is used instead. */
    OTHER_CHOSEN("other-chosen"),
    /** It does not decode. */
    UNREADABLE("unreadable"),
    /** It is encrypted. */
    ENCRYPTED("encrypted"),
    /** It is a kind of stream of which nothing is made yet. */
    NOT_SUPPORTED("not-supported"),
    /** There are more tracks than are taken. */
    TOO_MANY("too-many");

    private final String code;

    LeftOut(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    Omission of(String what, String sentence) {
        return new Omission(what, code, sentence);
    }

    Omission of(SourceStream stream, String sentence) {
        return of("stream " + stream.index(), sentence);
    }
}
