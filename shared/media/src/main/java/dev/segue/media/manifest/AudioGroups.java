package dev.segue.media.manifest;

import dev.segue.contract.Rendition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sound tracks of a multivariant playlist: one group of renditions for each codec (RFC 8216bis, 4.4.6.1). */
final class AudioGroups {
    /**
     * Tracks of one codec that a player may swap for each other.
     *
     * @param bandwidth of the track that needs most
     */
    record Group(String id, List<Track> tracks, Bandwidth bandwidth) {
        String codecs() {
            return tracks.get(0).rendition().codecs();
        }
    }

    private AudioGroups() {}

    static List<Group> of(List<Track> tracks) {
        Map<String, List<Track>> byCodec = new LinkedHashMap<>();
        for (Track track : tracks) {
            if (track.rendition() instanceof Rendition.Audio audio) {
                byCodec.computeIfAbsent(audio.codec(), c -> new ArrayList<>()).add(track);
            }
        }
        List<Group> groups = new ArrayList<>();
        byCodec.forEach((codec, members) -> groups.add(new Group("audio-" + codec, members, most(members))));
        return groups;
    }

    private static Bandwidth most(List<Track> tracks) {
        Bandwidth most = new Bandwidth(0, 0);
        for (Track track : tracks) {
            Bandwidth own = Bandwidth.of(track);
            most = new Bandwidth(Math.max(most.peak(), own.peak()), Math.max(most.average(), own.average()));
        }
        return most;
    }

    /** The EXT-X-MEDIA lines of a group; its first track is the default. */
    static void write(Group group, TrackNames names, StringBuilder out) {
        Set<String> shownNames = new HashSet<>();
        Set<Optional<String>> languages = new HashSet<>();
        int number = 0;
        for (Track track : group.tracks()) {
            Rendition.Audio audio = (Rendition.Audio) track.rendition();
            Optional<String> language = LanguageTag.of(audio.language());
            number++;
            String shown = language.map(LanguageTag::shown).orElse("Audio " + number);
            String name = shownNames.add(shown) ? shown : shown + " (" + number + ")";
            shownNames.add(name);
            out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(group.id());
            out.append("\",NAME=\"").append(name).append('"');
            language.ifPresent(tag -> out.append(",LANGUAGE=\"").append(tag).append('"'));
            out.append(",DEFAULT=").append(number == 1 ? "YES" : "NO");
            // Players choose by language among those marked, so each language is marked once.
            out.append(",AUTOSELECT=").append(languages.add(language) ? "YES" : "NO");
            out.append(",CHANNELS=\"").append(audio.channels());
            out.append("\",URI=\"").append(names.mediaPlaylist(audio.id())).append("\"\n");
        }
    }
}
