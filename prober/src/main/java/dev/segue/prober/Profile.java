package dev.segue.prober;

import dev.segue.contract.VideoCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of any source, as data: read from YAML by {@link ProfileFile}, fitted to one source by {@link Ladder} and
 * {@link SoundRules}. {@code docs/reference/profiles.md} explains every key.
 *
 * @param segmentMs length of a media segment in milliseconds
 * @param gopMs distance of key frames in milliseconds, a divisor of {@code segmentMs}
 * @param video a ladder for each codec, none for sound alone
 * @param audio rules for sound tracks, none for a silent picture
 * @param quality what is measured of the renditions, absent for nothing
 * @param perTitle how constant rate factors are chosen for the film at hand, absent to take those of the rungs
 */
record Profile(
        int segmentMs,
        int gopMs,
        @Nullable List<LadderProfile> video,
        @Nullable List<SoundProfile> audio,
        @Nullable QualityProfile quality,
        @Nullable PerTitleProfile perTitle) {
    Profile {
        ProfileFault.unless(
                gopMs >= 100 && gopMs <= 60_000, "gopMs", "must be 100 to 60000 milliseconds but is " + gopMs);
        ProfileFault.unless(
                segmentMs >= gopMs && segmentMs <= 60_000 && segmentMs % gopMs == 0,
                "segmentMs",
                "must be a multiple of gopMs, " + gopMs + ", up to 60000 milliseconds but is " + segmentMs);
        video = video == null ? List.of() : List.copyOf(video);
        audio = audio == null ? List.of() : List.copyOf(audio);
        ProfileFault.unless(
                !video.isEmpty() || !audio.isEmpty(), "", "the profile makes nothing: give it video, audio or both");
        Set<VideoCodec> codecs = new HashSet<>();
        for (int i = 0; i < video.size(); i++) {
            ProfileFault.unless(
                    codecs.add(video.get(i).codec()),
                    "video[" + i + "].codec",
                    "is that of another ladder, too: put the rungs of both into one");
        }
        requireOwnIds(video, audio);
        ProfileFault.unless(
                !video.isEmpty() || (quality == null && perTitle == null),
                quality == null ? "perTitle" : "quality",
                "is about the picture, and this profile makes none");
    }

    private static void requireOwnIds(List<LadderProfile> video, List<SoundProfile> audio) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < audio.size(); i++) {
            ProfileFault.unless(
                    ids.add(audio.get(i).stem()), "audio[" + i + "].id", "is used twice: every rule needs its own");
        }
        for (int i = 0; i < video.size(); i++) {
            List<LadderProfile.Rung> rungs = video.get(i).rungs();
            for (int j = 0; j < rungs.size(); j++) {
                String id = rungs.get(j).id();
                ProfileFault.unless(
                        ids.add(id) && audio.stream().noneMatch(a -> a.couldBe(id)),
                        "video[" + i + "].rungs[" + j + "].id",
                        "is used twice: every rendition needs its own, over all codecs and the sound");
            }
        }
    }

    List<LadderProfile> ladders() {
        return video == null ? List.of() : video;
    }

    List<SoundProfile> sounds() {
        return audio == null ? List.of() : audio;
    }
}
