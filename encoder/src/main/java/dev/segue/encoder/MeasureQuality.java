package dev.segue.encoder;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Quality;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.Likeness;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.media.ffmpeg.SourceFrames;
import dev.segue.media.ffmpeg.UnmatchedFramesException;
import dev.segue.stage.Dependency;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the segment in the middle of a unit, as it is stored, with the source, in all renditions at once. A film does not wait for
 * a number that nobody can tell: what cannot be measured is stated as unknown.
 */
final class MeasureQuality implements StageHandler<QualityRequested> {
    private static final Logger LOG = LoggerFactory.getLogger(MeasureQuality.class);

    /** What fails a second time, and is not waited for, will go on failing. */
    private static final int ATTEMPTS = 2;

    private final PictureComparison comparison;
    private final ObjectStore store;
    private final String bucket;
    private final Clock clock;

    MeasureQuality(PictureComparison comparison, ObjectStore store, String bucket, Clock clock) {
        this.comparison = comparison;
        this.store = store;
        this.bucket = bucket;
        this.clock = clock;
    }

    @Override
    public Outcome handle(QualityRequested event, Work work) throws Exception {
        int segment = event.chunk().segmentFrames().size() / 2;
        try {
            return stated(event, segment, compare(event, segment, work));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (mayPass(e, work.attempt())) {
                throw e;
            }
            LOG.atWarn().setCause(e).addKeyValue("unit", event.chunk().id()).log("quality cannot be measured");
            return stated(event, segment, null);
        }
    }

    @Override
    public long scratchBytes(QualityRequested event) {
        return ScratchNeed.bytes(event.chunk());
    }

    private static boolean mayPass(Exception e, int attempt) {
        return e instanceof CodedFailure failure
                && failure.passing()
                && (attempt < ATTEMPTS
                        || Arrays.stream(Dependency.values())
                                .anyMatch(d -> d.code().equals(failure.code())));
    }

    private List<Likeness> compare(QualityRequested event, int segment, Work work)
            throws IOException, FfmpegFailedException, UnmatchedFramesException, InterruptedException {
        Unit.VideoChunk chunk = event.chunk();
        List<PictureComparison.Piece> pieces = new ArrayList<>();
        for (VideoRendition rendition : chunk.renditions()) {
            pieces.add(new PictureComparison.Piece(
                    fetched(event, rendition.id(), chunk.firstSegment() + segment, work.scratch()), rendition));
        }
        RemoteSource source = RemoteSource.until(
                work.deadline(),
                clock,
                event.container(),
                validity -> store.presignedGet(event.source().object(), validity));
        boolean last = chunk.last() && segment == chunk.segmentFrames().size() - 1;
        SourceFrames frames = SourceFrames.of(source, chunk.stream(), times(chunk, segment), chunk.seek(), last);
        return comparison.compare(frames, pieces, work.scratch(), work.deadline());
    }

    /** The stored segment behind its init segment, as a player puts them together. */
    private Path fetched(QualityRequested event, String rendition, int number, Path folder) throws IOException {
        Path file = folder.resolve(rendition + ".mp4");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (String key : List.of(
                    ObjectKeys.init(event.videoId(), event.generation(), rendition),
                    ObjectKeys.segment(event.videoId(), event.generation(), rendition, number))) {
                try (InputStream in = store.read(new ObjectRef(bucket, key))) {
                    in.transferTo(out);
                }
            }
        }
        return file;
    }

    /** The times of the frames of one segment. */
    static FrameTimes times(Unit.VideoChunk chunk, int segment) {
        long[] all = chunk.times().boundaries();
        int from = chunk.segmentFrames().subList(0, segment).stream()
                .mapToInt(Integer::intValue)
                .sum();
        int to = from + chunk.segmentFrames().get(segment);
        return FrameTimes.of(all, from, to, all[to]);
    }

    private static Outcome stated(QualityRequested event, int segment, @Nullable List<Likeness> likeness) {
        Unit.VideoChunk chunk = event.chunk();
        List<QualityMeasured.Sample> samples = new ArrayList<>();
        for (int i = 0; i < chunk.renditions().size(); i++) {
            Quality quality = likeness == null ? null : Likeness.quality(List.of(likeness.get(i)));
            samples.add(new QualityMeasured.Sample(
                    chunk.renditions().get(i).id(), chunk.segmentFrames().get(segment), quality));
        }
        return Outcome.emit(
                new QualityMeasured(event.videoId(), event.generation(), chunk.track(), chunk.index(), samples));
    }
}
