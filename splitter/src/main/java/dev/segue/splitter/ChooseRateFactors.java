package dev.segue.splitter;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.contract.EventCodec;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Omission;
import dev.segue.contract.PerTitle;
import dev.segue.contract.Plan;
import dev.segue.contract.Prediction;
import dev.segue.contract.Probed;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the ladder of one film, where its plan asks for that: each rung gets the highest rate factor that reaches the quality, and
 * what nobody gains from is left out. What was chosen is kept under the film's content and what was asked of it, so that neither a
 * second run nor a second upload of the same bytes tries anything again; the first to write decides.
 */
final class ChooseRateFactors {
    private static final Logger LOG = LoggerFactory.getLogger(ChooseRateFactors.class);
    private static final JsonMapper JSON = EventCodec.json();

    /** To be raised when the same film would get another ladder than before. */
    private static final int METHOD = 1;

    private final Ffmpeg ffmpeg;
    private final PictureComparison comparison;
    private final ObjectStore store;
    private final String bucket;

    /** @param bucket where choices are kept */
    ChooseRateFactors(Ffmpeg ffmpeg, PictureComparison comparison, ObjectStore store, String bucket) {
        this.ffmpeg = ffmpeg;
        this.comparison = comparison;
        this.store = store;
        this.bucket = bucket;
    }

    private record Question(
            int method, int gopMs, MediaInfo.Video stream, List<VideoRendition> renditions, PerTitle wanted) {}

    Ladder of(Probed event, Plan.VideoPlan video, SampleMoments moments, RemoteSource source, Work work)
            throws Exception {
        PerTitle wanted = video.perTitle();
        if (wanted == null || video.renditions().stream().noneMatch(LadderTrials::canBeTried)) {
            return new Ladder(video.renditions(), List.of());
        }
        int gopMs = event.plan().gopMs();
        ObjectRef kept = kept(event, new Question(METHOD, gopMs, video.stream(), video.renditions(), wanted));
        boolean known = store.head(kept).isPresent();
        if (!known) {
            TryRungs trials = new TryRungs(ffmpeg, comparison, source, video.stream(), gopMs, work);
            Ladder chosen = new LadderTrials(trials, wanted).choose(video.renditions(), moments);
            work.lease().require();
            // Somebody else may have been faster; then what is there counts, since its units may be stated already.
            store.putIfAbsent(kept, JSON.writeValueAsBytes(chosen), "application/json");
        }
        try (InputStream in = store.read(kept)) {
            return told(JSON.readValue(in, Ladder.class), known);
        }
    }

    /** For the quality of a film's bytes it does not matter who uploaded them, nor how often. */
    private ObjectRef kept(Probed event, Question question) throws IOException {
        String sha256 = event.source().sha256();
        String content = sha256 == null ? event.videoId() + "-g" + event.generation() : sha256;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(question));
            return new ObjectRef(
                    bucket, ObjectKeys.perTitle(content, HexFormat.of().formatHex(digest, 0, 16)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Ladder told(Ladder ladder, boolean known) {
        for (VideoRendition r : ladder.renditions()) {
            Prediction expected = r.predicted();
            if (expected != null) {
                LOG.atInfo()
                        .addKeyValue("rendition", r.id())
                        .addKeyValue("rateControl", r.rateControl())
                        .addKeyValue("metric", expected.metric())
                        .addKeyValue("qualityMillionths", expected.qualityMillionths())
                        .addKeyValue("bitrateBps", expected.bitrateBps())
                        .addKeyValue("known", known)
                        .log("rate factor chosen for the film");
            }
        }
        for (Omission o : ladder.leftOut()) {
            LOG.atInfo()
                    .addKeyValue("rendition", o.what())
                    .addKeyValue("reason", o.code())
                    .addKeyValue("sentence", o.sentence())
                    .log("rendition left out");
        }
        return ladder;
    }
}
