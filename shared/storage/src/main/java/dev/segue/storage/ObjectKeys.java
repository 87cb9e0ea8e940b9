package dev.segue.storage;

import java.util.Locale;

/**
 * Keys of objects. They derive from ids alone, never from names people chose, and no key is the prefix of another, which some
 * stores cannot hold.
 */
public final class ObjectKeys {
    private ObjectKeys() {}

    /** An upload in quarantine, or the original it becomes. */
    public static String source(String videoId, int generation) {
        return videoId + "/g" + generation + "/source";
    }

    /**
     * What was chosen for a film's ladder.
     *
     * @param content names the film's bytes
     * @param question names what was asked about them
     */
    public static String perTitle(String content, String question) {
        return "per-title/" + content + "/" + question + ".json";
    }

    /** Everything of one version. */
    public static String version(String videoId, int generation) {
        return videoId + "/v" + generation + "/";
    }

    /** The init segment of a rendition. */
    public static String init(String videoId, int generation, String rendition) {
        return version(videoId, generation) + initName(rendition);
    }

    /** A media segment of a rendition. */
    public static String segment(String videoId, int generation, String rendition, int number) {
        return version(videoId, generation) + segmentName(rendition, number);
    }

    /** The init segment relative to the manifests. */
    public static String initName(String rendition) {
        return rendition + "/init.mp4";
    }

    /** A media segment relative to the manifests; numbers begin with 1 there, as players count them. */
    public static String segmentName(String rendition, int number) {
        return rendition + "/" + String.format(Locale.ROOT, "%05d", number + 1) + ".m4s";
    }

    /** The HLS media playlist of a rendition relative to the multivariant playlist. */
    public static String mediaPlaylistName(String rendition) {
        return rendition + "/media.m3u8";
    }

    /** The HLS multivariant playlist. */
    public static String hls(String videoId, int generation) {
        return version(videoId, generation) + "master.m3u8";
    }

    /** The DASH manifest. */
    public static String dash(String videoId, int generation) {
        return version(videoId, generation) + "manifest.mpd";
    }

    /** The pointer that says which version of a video is visible. */
    public static String pointer(String videoId) {
        return videoId + "/current.json";
    }
}
