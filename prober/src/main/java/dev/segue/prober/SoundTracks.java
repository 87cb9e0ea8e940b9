package dev.segue.prober;

import dev.segue.contract.AudioRole;
import dev.segue.contract.Omission;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Which sound streams of a source become tracks. Cameras and mixers write a mono stream for each microphone; where nothing tells
 * them apart, they are one track for a viewer, and the first that decodes is it.
 */
final class SoundTracks {
    /** A disc has up to eight; a file with hundreds means harm. */
    private static final int MOST = 16;

    private static final int FRAMES = 20;

    /**
     * A track that decodes.
     *
     * @param alike how many further streams there are that nothing tells from this one
     */
    record Track(SourceStream stream, AudioRole role, int alike) {}

    /** What is begun to find out about streams of which one at most is used. */
    private record Trial(List<SourceStream> streams, Future<Integer> firstThatDecodes) {}

    private final boolean all;

    private final List<Trial> trials = new ArrayList<>();
    private final List<SourceStream> tooMany = new ArrayList<>();

    private SoundTracks(boolean all) {
        this.all = all;
    }

    /**
     * Begins to look which of them decode.
     *
     * @param all whether every track is wanted, or the first alone
     */
    static SoundTracks begin(List<SourceStream> ranked, boolean all, OpenSource source, Together together) {
        SoundTracks tracks = new SoundTracks(all);
        List<List<SourceStream>> groups = all ? groups(ranked) : ranked.isEmpty() ? List.of() : List.of(ranked);
        for (List<SourceStream> group : groups) {
            if (tracks.trials.size() == MOST) {
                tracks.tooMany.addAll(group);
            } else {
                tracks.trials.add(new Trial(group, together.begin(() -> firstThatDecodes(group, source))));
            }
        }
        return tracks;
    }

    private static List<List<SourceStream>> groups(List<SourceStream> ranked) {
        Map<String, List<SourceStream>> groups = new LinkedHashMap<>();
        for (SourceStream stream : ranked) {
            String key = stream.channels() == 1 ? stream.likeness() : "stream " + stream.index();
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(stream);
        }
        return List.copyOf(groups.values());
    }

    private static int firstThatDecodes(List<SourceStream> group, OpenSource source)
            throws FfmpegFailedException, InterruptedException {
        for (int i = 0; i < group.size(); i++) {
            SourceStream sound = group.get(i);
            if (sound.isDescribed() && source.decode(sound.index(), 0, FRAMES).frames() > 0) {
                return i;
            }
        }
        return group.size();
    }

    /** Waits for the outcome; what does not decode goes to the warnings and to what is left out. */
    List<Track> usable(Warnings warnings, List<Omission> leftOut)
            throws Refusal, FfmpegFailedException, InterruptedException {
        List<Track> tracks = new ArrayList<>();
        boolean mainFound = false;
        for (Trial trial : trials) {
            int found = Together.result(trial.firstThatDecodes());
            trial.streams().subList(0, found).forEach(s -> unreadable(s, warnings, leftOut));
            if (found < trial.streams().size()) {
                SourceStream stream = trial.streams().get(found);
                @Nullable AudioRole special = stream.specialRole();
                AudioRole role = special != null ? special : mainFound ? AudioRole.ALTERNATE : AudioRole.MAIN;
                mainFound |= role == AudioRole.MAIN;
                List<SourceStream> others =
                        trial.streams().subList(found + 1, trial.streams().size());
                tracks.add(new Track(stream, role, all ? others.size() : 0));
                others.forEach(s -> leftOut.add(passedOver(s, stream)));
            }
        }
        tooMany.forEach(s -> leftOut.add(LeftOut.TOO_MANY.of(s, "At most " + MOST + " sound tracks are made.")));
        return tracks;
    }

    private Omission passedOver(SourceStream sound, SourceStream used) {
        return all
                ? LeftOut.OTHER_CHOSEN.of(sound, "Stream " + used.index() + " is used; nothing tells this one from it.")
                : LeftOut.NOT_ASKED_FOR.of(sound, "The profile asks for the main sound track alone.");
    }

    private static void unreadable(SourceStream sound, Warnings warnings, List<Omission> leftOut) {
        String why = sound.isEncrypted() ? " because it is encrypted" : "";
        String sentence = "Sound track " + sound.index() + " cannot be decoded" + why + " and is left out.";
        warnings.add(Oddity.AUDIO_UNREADABLE, sentence);
        leftOut.add((sound.isEncrypted() ? LeftOut.ENCRYPTED : LeftOut.UNREADABLE).of(sound, sentence));
    }
}
