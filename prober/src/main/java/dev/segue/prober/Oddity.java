package dev.segue.prober;

/** What can be odd about a source, all of it; {@code docs/reference/warnings.md} explains each. The codes are stable. */
enum Oddity {
    IGNORED_VIDEO_STREAMS("ignored-video-streams"),
    COVER_IGNORED("cover-ignored"),
    ROTATED("rotated"),
    NON_SQUARE_PIXELS("non-square-pixels"),
    ODD_SIZE("odd-size"),
    INTERLACED("interlaced-deinterlaced"),
    ODD_FRAME_RATE("odd-frame-rate"),
    VARIABLE_FRAME_RATE("variable-frame-rate"),
    COLOUR_REDUCED("colour-reduced"),
    FULL_RANGE("full-range"),
    HDR_TONE_MAPPED("hdr-tone-mapped"),
    DOLBY_VISION("dolby-vision"),
    HDR10_PLUS("hdr10-plus"),
    NO_AUDIO("no-audio"),
    AUDIO_UNREADABLE("audio-unreadable"),
    AUDIO_DOWNMIXED("audio-downmixed"),
    MONO_TRACKS("mono-tracks"),
    IGNORED_AUDIO_STREAMS("ignored-audio-streams"),
    SUBTITLES_IGNORED("subtitles-ignored"),
    CAPTIONS_IGNORED("captions-ignored"),
    WRONG_DURATION("wrong-duration"),
    ENDS_EARLY("ends-early");

    private final String code;

    Oddity(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
