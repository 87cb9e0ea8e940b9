package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.prober.SoundTracks.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One source, looked at from all sides at once, and the plan that comes of it. */
final class Examination {
    private final Scanned event;
    private final Profile profile;
    private final SizeLimits limits;
    private final OpenSource source;
    private final Warnings warnings = new Warnings();
    private final List<Omission> leftOut = new ArrayList<>();

    Examination(Scanned event, Profile profile, ProberSettings settings, OpenSource source) {
        this.event = event;
        this.profile = profile;
        this.limits = new SizeLimits(settings);
        this.source = source;
    }

    Probed probed() throws Refusal, FfmpegFailedException, InterruptedException {
        JsonNode tree = source.streams();
        List<SourceStream> streams = new ArrayList<>();
        tree.path("streams").forEach(node -> streams.add(new SourceStream(node)));
        StreamChoice choice = new StreamChoice(streams);
        SourceStream picture = profile.ladders().isEmpty() ? null : choice.picture();
        if (picture != null) {
            limits.checkSize(picture);
            SizeLimits.checkColours(picture.dolbyVision());
        }
        SourceStream main = picture == null ? choice.soundAlone() : picture;
        boolean soundWanted = !profile.sounds().isEmpty();
        boolean everyTrack = profile.sounds().stream().anyMatch(SoundProfile::everyTrack);
        try (Together together = new Together()) {
            Future<Head> looking =
                    together.begin(() -> picture == null ? Head.UNKNOWN : PictureChecks.head(source, picture));
            Future<FilmLength> measuring = together.begin(() -> measure(main, picture, tree.path("format")));
            SoundTracks listening =
                    SoundTracks.begin(soundWanted ? choice.soundsByRank() : List.of(), everyTrack, source, together);
            Head head = Together.result(looking);
            List<Track> tracks = listening.usable(warnings, leftOut);
            if (picture == null && tracks.isEmpty()) {
                throw StreamChoice.noSound();
            }
            FilmLength length = Together.result(measuring);
            return judged(choice, picture, head, tracks, length);
        }
    }

    private FilmLength measure(SourceStream main, @Nullable SourceStream picture, JsonNode format)
            throws Refusal, FfmpegFailedException, InterruptedException {
        FilmLength length = FilmLength.measure(source, main, format);
        limits.checkDuration(length.endUs() - length.startUs());
        if (picture != null) {
            limits.checkFrames(picture, length.endUs() - length.startUs());
            PictureChecks.tail(source, picture, length);
        }
        return length;
    }

    private Probed judged(
            StreamChoice choice, @Nullable SourceStream picture, Head head, List<Track> tracks, FilmLength length)
            throws Refusal {
        long durationUs = length.durationUs(tracks.stream().map(Track::stream).toList());
        limits.checkDuration(durationUs);
        Oddities.ofStreams(choice, warnings);
        leftOut.addAll(choice.passedOver(picture, !profile.sounds().isEmpty()));
        Plan.VideoPlan video =
                picture == null ? null : video(picture, choice.pictures().size(), head);
        List<AudioRendition> audio = SoundRules.renditions(profile.sounds(), tracks);
        if (!profile.sounds().isEmpty()) {
            Oddities.ofSound(tracks, profile.sounds(), choice.sounds().size(), warnings);
        }
        length.warnings().all().forEach(warnings::add);
        Plan plan = new Plan(event.job().profile(), profile.segmentMs(), profile.gopMs(), video, audio, leftOut);
        MediaInfo media =
                new MediaInfo(event.container(), durationUs, pictures(choice, picture, head), sounds(choice, tracks));
        return new Probed(
                event.videoId(), event.generation(), event.job(), event.source(), media, plan, warnings.all());
    }

    private Plan.VideoPlan video(SourceStream picture, int pictures, Head head) {
        MediaInfo.Video stream = picture.video(head);
        List<VideoRendition> renditions = new ArrayList<>();
        for (LadderProfile ladder : profile.ladders()) {
            Ladder.Fit fit = Ladder.fit(ladder, stream);
            renditions.addAll(fit.renditions());
            leftOut.addAll(fit.leftOut());
        }
        Oddities.ofPicture(picture, pictures, stream, head, warnings);
        Oddities.ofColours(picture, stream, head, renditions, warnings);
        return new Plan.VideoPlan(
                stream,
                renditions,
                profile.perTitle() == null ? null : profile.perTitle().contract(),
                profile.quality() == null ? null : profile.quality().check());
    }

    private static List<MediaInfo.Video> pictures(StreamChoice choice, @Nullable SourceStream picture, Head head) {
        return choice.pictures().stream()
                .filter(SourceStream::hasPicture)
                .filter(SourceStream::hasCodec)
                .map(p -> p.video(p.equals(picture) ? head : Head.UNKNOWN))
                .toList();
    }

    /** A track that is used has the role it has in the plan; of the others only the container's word is known. */
    private static List<MediaInfo.Audio> sounds(StreamChoice choice, List<Track> tracks) {
        return choice.sounds().stream()
                .map(s -> s.audio(tracks.stream()
                        .filter(t -> t.stream().equals(s))
                        .map(Track::role)
                        .findFirst()
                        .orElseGet(() -> s.specialRole() == null ? AudioRole.ALTERNATE : s.specialRole())))
                .toList();
    }
}
