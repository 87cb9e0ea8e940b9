package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.prober.OpenSource.Decoded;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens a source where it lies, finds out what it really is, and plans its renditions. */
final class ProbeSource implements StageHandler<Scanned> {
    /** Two seconds at 25 frames a second. */
    private static final int HEAD_FRAMES = 50;

    private static final int TAIL_FRAMES = 25;
    private static final long TAIL_US = 5_000_000;
    private static final int SOUND_FRAMES = 20;

    private static final Pattern NO_DECODER = Pattern.compile("no decoder found|Decoder \\(codec [^)]*\\) not found");

    private final ObjectStore store;
    private final Ffmpeg ffmpeg;
    private final Ffprobe ffprobe;
    private final Profiles profiles;
    private final ProberSettings settings;
    private final Clock clock;

    ProbeSource(
            ObjectStore store,
            Ffmpeg ffmpeg,
            Ffprobe ffprobe,
            Profiles profiles,
            ProberSettings settings,
            Clock clock) {
        this.store = store;
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.profiles = profiles;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Outcome handle(Scanned event, Work work) throws Exception {
        Optional<Profile> profile = profiles.find(event.job().profile());
        if (profile.isEmpty()) {
            return new Outcome.Reject(
                    RejectionCode.UNKNOWN_PROFILE,
                    "There is no profile \"" + event.job().profile() + "\": name one of "
                            + String.join(", ", profiles.names()) + ".",
                    Map.of("profile", event.job().profile(), "profiles", String.join(",", profiles.names())));
        }
        try {
            return Outcome.emit(probe(event, profile.get(), open(event, work)));
        } catch (Refusal refusal) {
            return refusal.outcome();
        } catch (FfmpegFailedException e) {
            if (e.surroundingsFailed()) {
                throw e;
            }
            return Unreadable.reject(e);
        }
    }

    private OpenSource open(Scanned event, Work work) {
        RemoteSource source = RemoteSource.until(
                work.deadline(),
                clock,
                event.container(),
                validity -> store.presignedGet(event.source().object(), validity));
        return new OpenSource(ffmpeg, ffprobe, source, work);
    }

    private Probed probe(Scanned event, Profile profile, OpenSource source)
            throws Refusal, FfmpegFailedException, InterruptedException {
        JsonNode tree = source.streams();
        List<SourceStream> streams = new ArrayList<>();
        tree.path("streams").forEach(node -> streams.add(new SourceStream(node)));
        StreamChoice choice = new StreamChoice(streams);
        Warnings warnings = new Warnings();

        SourceStream picture = choice.picture();
        checkSize(picture);
        checkHead(source, picture);
        SourceStream sound = sound(source, choice, warnings);
        FilmLength length = FilmLength.measure(source, picture, sound, tree.path("format"), warnings);
        checkTail(source, picture, length);
        if (length.durationUs() > settings.maxDuration().toMillis() * 1_000) {
            throw new Refusal(
                    RejectionCode.DURATION_OVER_LIMIT,
                    "The film lasts " + length.durationUs() / 60_000_000 + " minutes; at most "
                            + settings.maxDuration().toMinutes() + " are taken here.",
                    Map.of("durationUs", String.valueOf(length.durationUs())));
        }
        MediaInfo.Video video = picture.video();
        choice.warn(picture, video, sound, warnings);
        MediaInfo media = new MediaInfo(
                event.container(),
                length.durationUs(),
                choice.pictures().stream()
                        .filter(SourceStream::hasPicture)
                        .filter(SourceStream::hasCodec)
                        .map(SourceStream::video)
                        .toList(),
                choice.sounds().stream().map(SourceStream::audio).toList());
        Plan plan = new Plan(
                event.job().profile(),
                profile.segmentMs(),
                profile.gopMs(),
                new Plan.VideoPlan(video, Ladder.fit(profile.video(), video), null, null),
                sound == null
                        ? List.of()
                        : profile.audio().stream().map(a -> track(a, sound)).toList(),
                List.of());
        return new Probed(
                event.videoId(), event.generation(), event.job(), event.source(), media, plan, warnings.all());
    }

    private static AudioRendition track(Profile.Sound wanted, SourceStream sound) {
        return new AudioRendition(
                wanted.id(),
                sound.audio(),
                AudioCodec.AAC,
                wanted.bitrateBps(),
                wanted.sampleRate(),
                wanted.channels(),
                sound.language(),
                AudioRole.MAIN,
                null);
    }

    private void checkSize(SourceStream picture) throws Refusal {
        String size = picture.width() + "x" + picture.height();
        Map<String, String> facts = Map.of("width", "" + picture.width(), "height", "" + picture.height());
        if (picture.width() < settings.minWidth() || picture.height() < settings.minHeight()) {
            throw new Refusal(
                    RejectionCode.DIMENSIONS_UNDER_LIMIT,
                    "The picture has " + size + " pixels; at least " + settings.minWidth() + "x" + settings.minHeight()
                            + " are needed.",
                    facts);
        }
        if (picture.width() > settings.maxWidth()
                || picture.height() > settings.maxHeight()
                || picture.area() > settings.maxPixels()) {
            throw new Refusal(
                    RejectionCode.DIMENSIONS_OVER_LIMIT,
                    String.format(
                            Locale.ROOT,
                            "The picture has %s pixels; at most %dx%d and %d pixels in all are taken here: scale it down.",
                            size,
                            settings.maxWidth(),
                            settings.maxHeight(),
                            settings.maxPixels()),
                    facts);
        }
    }

    private static void checkHead(OpenSource source, SourceStream picture)
            throws Refusal, FfmpegFailedException, InterruptedException {
        Decoded head = source.decode(picture.index(), 0, HEAD_FRAMES);
        if (head.frames() > 0) {
            return;
        }
        if (NO_DECODER.matcher(head.log()).find()) {
            throw new Refusal(
                    RejectionCode.UNSUPPORTED_CODEC,
                    "There is no decoder for the picture (" + picture.codec()
                            + "): convert it to H.264 or HEVC, for example.",
                    Map.of("codec", picture.codec()));
        }
        throw new Refusal(
                RejectionCode.UNDECODABLE_VIDEO,
                "Not one frame of the picture (" + picture.codec()
                        + ") can be decoded: the file is damaged. Export it again.",
                Map.of("codec", picture.codec()));
    }

    private static void checkTail(OpenSource source, SourceStream picture, FilmLength length)
            throws Refusal, FfmpegFailedException, InterruptedException {
        long from = length.endUs() - TAIL_US;
        if (from <= length.startUs()) {
            return;
        }
        if (source.decode(picture.index(), from, TAIL_FRAMES).frames() == 0) {
            throw new Refusal(
                    RejectionCode.UNDECODABLE_VIDEO,
                    "The picture begins well, but its last seconds cannot be decoded: the file is damaged. Export it again.",
                    Map.of("codec", picture.codec()));
        }
    }

    private static @Nullable SourceStream sound(OpenSource source, StreamChoice choice, Warnings warnings)
            throws FfmpegFailedException, InterruptedException {
        for (SourceStream sound : choice.soundsByRank()) {
            boolean described = sound.hasCodec() && sound.channels() > 0 && sound.sampleRate() > 0;
            if (described && source.decode(sound.index(), 0, SOUND_FRAMES).frames() > 0) {
                return sound;
            }
            warnings.add(
                    "audio-unreadable",
                    "Sound track " + sound.index() + " cannot be decoded"
                            + (sound.isEncrypted() ? " because it is encrypted" : "") + " and is left out.");
        }
        return null;
    }
}
