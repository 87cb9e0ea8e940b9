package dev.segue.media.manifest;

/** Where things lie, as paths relative to the multivariant playlist and the DASH manifest. */
public interface TrackNames {
    String init(String rendition);

    /** @param number from 0 */
    String segment(String rendition, int number);

    String mediaPlaylist(String rendition);

    /** The segments' name as a DASH template with {@code $Number$}, which counts from 1. */
    String segmentTemplate(String rendition);
}
