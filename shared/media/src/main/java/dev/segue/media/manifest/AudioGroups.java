package dev.segue.media.manifest;

import dev.segue.contract.AudioRole;
import dev.segue.contract.Rendition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sound tracks of a film in groups: one for each codec and number of channels (RFC 8216bis, 4.4.6.1). */
final class AudioGroups {
    private AudioGroups() {}

    static List<Group> of(List<Track> tracks) {
        Map<String, List<Track>> members = new LinkedHashMap<>();
        for (Track track : tracks) {
            if (track.rendition() instanceof Rendition.Audio audio) {
                String id = "audio-" + audio.codec() + "-" + audio.channels();
                members.computeIfAbsent(id, i -> new ArrayList<>()).add(track);
            }
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((id, same) -> groups.add(Group.of(id, same)));
        return groups;
    }

    /**
     * Tracks that a player may swap for each other.
     *
     * @param tracks the one to begin with first
     * @param bandwidth of the track that needs most
     */
    record Group(String id, List<Track> tracks, Bandwidth bandwidth) {
        private static Group of(String id, List<Track> tracks) {
            Track first = tracks.stream()
                    .filter(t -> audio(t).role() == AudioRole.MAIN)
                    .findFirst()
                    .or(() -> tracks.stream().filter(t -> !isSpecial(audio(t))).findFirst())
                    .orElse(tracks.get(0));
            List<Track> ordered = new ArrayList<>(tracks);
            ordered.remove(first);
            ordered.add(0, first);
            return new Group(id, List.copyOf(ordered), most(tracks));
        }

        String codecs() {
            return tracks.get(0).rendition().codecs();
        }

        /** What players are told a track is for: one of the group is its main one. */
        AudioRole role(Track track) {
            AudioRole own = audio(track).role();
            if (track.equals(tracks.get(0))) {
                return isSpecial(audio(track)) ? own : AudioRole.MAIN;
            }
            return own == AudioRole.MAIN ? AudioRole.ALTERNATE : own;
        }

        /** The EXT-X-MEDIA lines; the first track is the default. */
        void write(TrackNames names, StringBuilder out) {
            Set<String> shownNames = new HashSet<>();
            Set<String> choices = new HashSet<>();
            int number = 0;
            for (Track track : tracks) {
                Rendition.Audio audio = audio(track);
                Optional<String> language = LanguageTag.of(audio.language());
                number++;
                String shown = language.map(LanguageTag::shown).orElse("Audio " + number) + suffix(audio.role());
                String name = shownNames.add(shown) ? shown : shown + " (" + number + ")";
                shownNames.add(name);
                boolean described = audio.role() == AudioRole.DESCRIPTION;
                // Players choose by language and characteristics among those marked, so each choice is marked once.
                boolean choice = choices.add(language.orElse("") + described) && audio.role() != AudioRole.COMMENTARY;
                out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(id);
                out.append("\",NAME=\"").append(name).append('"');
                language.ifPresent(tag -> out.append(",LANGUAGE=\"").append(tag).append('"'));
                out.append(",DEFAULT=").append(number == 1 ? "YES" : "NO");
                out.append(",AUTOSELECT=").append(number == 1 || choice ? "YES" : "NO");
                if (described) {
                    out.append(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
                }
                out.append(",CHANNELS=\"").append(audio.channels());
                out.append("\",URI=\"").append(names.mediaPlaylist(audio.id())).append("\"\n");
            }
        }
    }

    private static Rendition.Audio audio(Track track) {
        return (Rendition.Audio) track.rendition();
    }

    /** Whether nobody wants to hear it who did not ask for it. */
    private static boolean isSpecial(Rendition.Audio audio) {
        return audio.role() == AudioRole.COMMENTARY || audio.role() == AudioRole.DESCRIPTION;
    }

    private static String suffix(AudioRole role) {
        return switch (role) {
            case MAIN, ALTERNATE, DUB -> "";
            case COMMENTARY -> " (commentary)";
            case DESCRIPTION -> " (audio description)";
        };
    }

    private static Bandwidth most(List<Track> tracks) {
        Bandwidth most = new Bandwidth(0, 0);
        for (Track track : tracks) {
            Bandwidth own = Bandwidth.of(track);
            most = new Bandwidth(Math.max(most.peak(), own.peak()), Math.max(most.average(), own.average()));
        }
        return most;
    }
}
