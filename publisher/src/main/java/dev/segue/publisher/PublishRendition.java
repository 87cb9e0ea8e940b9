package dev.segue.publisher;

import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.media.manifest.Bandwidth;
import dev.segue.media.manifest.Track;
import dev.segue.stage.Lease;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.StatedEvents;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectMissingException;
import dev.segue.storage.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes a complete rendition and, when it is the last one missing, publishes the version. Everything written before the pointer
 * is invisible, so being stopped anywhere leaves nothing half published; whoever gets the event next does it all again.
 */
final class PublishRendition implements StageHandler<RenditionComplete> {
    private static final Logger LOG = LoggerFactory.getLogger(PublishRendition.class);

    private final Catalogue catalogue;
    private final VersionObjects objects;
    private final StatedEvents stated;
    private final PublisherSettings settings;

    PublishRendition(Catalogue catalogue, VersionObjects objects, StatedEvents stated, PublisherSettings settings) {
        this.catalogue = catalogue;
        this.objects = objects;
        this.stated = stated;
        this.settings = settings;
    }

    @Override
    public Outcome handle(RenditionComplete event, Work work) throws TransientFailure {
        try {
            Optional<List<RenditionComplete>> all = catalogue.add(event);
            return all.isPresent() ? publish(event, all.get(), work.lease()) : Outcome.emit();
        } catch (StoreUnavailableException | ObjectMissingException e) {
            throw new TransientFailure("store-unavailable", "the store did not take the manifests", e);
        }
    }

    private Outcome publish(RenditionComplete event, List<RenditionComplete> renditions, Lease lease)
            throws TransientFailure {
        String videoId = event.videoId();
        int generation = event.generation();
        List<Track> tracks = renditions.stream().map(Track::of).toList();
        objects.verify(renditions);
        lease.require();
        objects.writeManifests(videoId, generation, tracks);
        Published published = new Published(
                videoId,
                generation,
                event.job(),
                settings.address(ObjectKeys.hls(videoId, generation)),
                settings.address(ObjectKeys.dash(videoId, generation)),
                durationUs(tracks),
                made(renditions));
        Optional<Instant> before =
                catalogue.publish(published, publishedAt -> makeVisible(published, publishedAt, lease));
        // Whoever published it before may have died before it said so, or after.
        return before.isPresent() && stated.has(published, before.get()) ? Outcome.emit() : Outcome.emit(published);
    }

    private void makeVisible(Published published, Instant publishedAt, Lease lease) {
        lease.require();
        Pointer pointer = new Pointer(
                published.videoId(), published.generation(), published.hls(), published.dash(), publishedAt);
        if (!objects.point(pointer)) {
            LOG.atInfo().addKeyValue("generation", published.generation()).log("A newer version stays visible");
        }
    }

    /** The picture's length, or that of the longest sound track where there is no picture. */
    private static long durationUs(List<Track> tracks) {
        long video = longest(tracks.stream()
                .filter(t -> t.rendition() instanceof Rendition.Video)
                .toList());
        return video > 0 ? video : longest(tracks);
    }

    private static long longest(List<Track> tracks) {
        return tracks.stream().mapToLong(Track::durationUs).max().orElse(0);
    }

    private static List<Published.Made> made(List<RenditionComplete> renditions) {
        List<Published.Made> made = new ArrayList<>();
        for (RenditionComplete rendition : renditions) {
            Track track = Track.of(rendition);
            Bandwidth bandwidth = Bandwidth.of(track);
            made.add(new Published.Made(
                    rendition.rendition(),
                    rendition.init().bytes() + track.bytes(),
                    rendition.frames(),
                    rendition.segments().size(),
                    bandwidth.peak(),
                    bandwidth.average()));
        }
        return made;
    }
}
