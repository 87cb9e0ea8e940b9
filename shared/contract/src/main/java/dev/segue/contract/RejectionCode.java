package dev.segue.contract;

/** Why a source or a request is refused. Codes are stable; each has an entry in {@code docs/reference/rejections.md}. */
public enum RejectionCode {
    /** The upload has no bytes. */
    EMPTY_FILE,
    /** The upload is larger than this installation takes. */
    SIZE_OVER_LIMIT,
    /** The announced object is not in the store, or not in a bucket uploads may come from. */
    OBJECT_MISSING,
    /** The object's bytes are not those that were announced. */
    CHECKSUM_MISMATCH,
    /** A playlist (HLS, DASH, concat, ...) under another name. */
    PLAYLIST_DISGUISED,
    /** A script, document or other text under another name. */
    SCRIPT_DISGUISED,
    /** A still picture. */
    IMAGE_NOT_VIDEO,
    /** An archive. */
    ARCHIVE_NOT_VIDEO,
    /** Subtitles without a film. */
    SUBTITLE_NOT_VIDEO,
    /** None of the containers that are taken. */
    UNSUPPORTED_CONTAINER,
    /** The container cannot be read. */
    UNREADABLE,
    /** The media is encrypted. */
    ENCRYPTED,
    /** There is no picture in it. */
    NO_VIDEO_STREAM,
    /** Sound alone is asked for, and there is none in it. */
    NO_AUDIO_STREAM,
    /** There is no decoder for the picture. */
    UNSUPPORTED_CODEC,
    /** The picture does not decode. */
    UNDECODABLE_VIDEO,
    /** Far less is there than the container says. */
    TRUNCATED,
    /** It has no duration. */
    ZERO_DURATION,
    /** The picture is smaller than this installation takes. */
    DIMENSIONS_UNDER_LIMIT,
    /** The picture is larger than this installation takes. */
    DIMENSIONS_OVER_LIMIT,
    /** It is longer than this installation takes. */
    DURATION_OVER_LIMIT,
    /** It has more frames, or more pixels over all of them, than this installation takes. */
    FRAMES_OVER_LIMIT,
    /** The profile asked for does not exist. */
    UNKNOWN_PROFILE
}
