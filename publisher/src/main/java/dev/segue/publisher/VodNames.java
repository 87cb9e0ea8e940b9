package dev.segue.publisher;

import dev.segue.media.manifest.TrackNames;
import dev.segue.storage.ObjectKeys;

/** Manifests name objects as {@link ObjectKeys} does. */
final class VodNames implements TrackNames {
    @Override
    public String init(String rendition) {
        return ObjectKeys.initName(rendition);
    }

    @Override
    public String segment(String rendition, int number) {
        return ObjectKeys.segmentName(rendition, number);
    }

    @Override
    public String mediaPlaylist(String rendition) {
        return ObjectKeys.mediaPlaylistName(rendition);
    }

    @Override
    public String segmentTemplate(String rendition) {
        return rendition + "/$Number%05d$.m4s";
    }
}
