package dev.segue.prober;

import dev.segue.contract.RejectionCode;
import dev.segue.contract.Scanned;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Opens a source where it lies, finds out what it really is, and plans its renditions. */
final class ProbeSource implements StageHandler<Scanned> {
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
            return Outcome.emit(new Examination(event, profile.get(), settings, open(event, work)).probed());
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
}
