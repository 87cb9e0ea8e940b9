package dev.segue.prober;

import dev.segue.contract.AudioRendition;
import dev.segue.prober.SoundTracks.Track;
import java.util.ArrayList;
import java.util.List;

/** Which renditions the rules of a profile make of a source's sound tracks. */
final class SoundRules {
    /** Front left, front right, centre, low frequencies, two at the back. */
    private static final int SURROUND_CHANNELS = 6;

    /** Six channels for two; the two at the back and the low frequencies take less than the front. */
    private static final int SURROUND_SHARE = 3;

    private SoundRules() {}

    static List<AudioRendition> renditions(List<SoundProfile> rules, List<Track> tracks) {
        List<AudioRendition> renditions = new ArrayList<>();
        for (SoundProfile rule : rules) {
            int wanted = rule.everyTrack() ? tracks.size() : Math.min(1, tracks.size());
            for (int i = 0; i < wanted; i++) {
                Track track = tracks.get(i);
                String id = rule.id(i + 1);
                renditions.add(rendition(rule, track, id, rule.bitrateBps(), rule.channels()));
                if (rule.keepsSurround() && isSurround(track)) {
                    renditions.add(rendition(
                            rule,
                            track,
                            id + SoundProfile.SURROUND,
                            rule.bitrateBps() * SURROUND_SHARE,
                            SURROUND_CHANNELS));
                }
            }
        }
        return List.copyOf(renditions);
    }

    static boolean isSurround(Track track) {
        return track.stream().channels() >= SURROUND_CHANNELS;
    }

    private static AudioRendition rendition(SoundProfile rule, Track track, String id, long bitrate, int channels) {
        return new AudioRendition(
                id,
                track.stream().audio(track.role()),
                rule.codec(),
                bitrate,
                rule.sampleRate(),
                channels,
                track.stream().language(),
                track.role(),
                rule.loudness() == null ? null : rule.loudness().target());
    }
}
