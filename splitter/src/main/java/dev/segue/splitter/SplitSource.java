package dev.segue.splitter;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Omission;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RejectionCode;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.media.ffmpeg.PacketIndex;
import dev.segue.media.ffmpeg.PacketIndexer;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.media.ffmpeg.SoundStart;
import dev.segue.media.ffmpeg.UnusableTimesException;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads when each frame is shown and says which units of work make the film. */
final class SplitSource implements StageHandler<Probed> {
    private static final Logger LOG = LoggerFactory.getLogger(SplitSource.class);
    private static final long MICROS = 1_000_000;

    private final ObjectStore store;
    private final PacketIndexer indexer;
    private final SoundStart soundStart;
    private final ChooseRateFactors rateFactors;
    private final SplitterSettings settings;
    private final Clock clock;

    SplitSource(
            ObjectStore store,
            PacketIndexer indexer,
            SoundStart soundStart,
            ChooseRateFactors rateFactors,
            SplitterSettings settings,
            Clock clock) {
        this.store = store;
        this.indexer = indexer;
        this.soundStart = soundStart;
        this.rateFactors = rateFactors;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Outcome handle(Probed event, Work work) throws Exception {
        Plan plan = event.plan();
        if (plan.video() == null) {
            return soundAlone(event, work);
        }
        MediaInfo.Video stream = plan.video().stream();
        RemoteSource source = source(event, work);
        PacketIndex index;
        try {
            index = indexer.read(source.demuxer(), source.address(), stream.index(), work.scratch(), work.deadline());
        } catch (UnusableTimesException e) {
            return new Outcome.Reject(
                    RejectionCode.UNDECODABLE_VIDEO,
                    "The frames of the picture cannot be put in order (" + e.getMessage()
                            + "): the file is damaged. Export it again.",
                    Map.of("codec", stream.codec()));
        }
        LOG.atInfo()
                .addKeyValue("frames", index.frames())
                .addKeyValue("index", index.origin())
                .addKeyValue("movedFrames", index.moved())
                .log("times of frames read");
        // Without an index in the container a seek may land after the key frame asked for: then one more is kept in
        // hand.
        long[] dependentKeys =
                InputGuard.seeksExactly(event.media().container()) ? index.dependentKeyFrames() : index.keyFrames();
        ChunkPlan chunks =
                new ChunkPlan(index.times(), index.end(), index.keyFrames(), dependentKeys, stream.timeBase());
        SampleMoments moments =
                new SampleMoments(index.times(), index.end(), index.keyFrames(), chunks::seek, stream.timeBase());
        Ladder ladder = rateFactors.of(event, plan.video(), moments, source, work);
        Plan.VideoPlan video = ladder.of(plan.video());
        long originUs = stream.timeBase().rescale(chunks.origin(), MICROS);
        long pictureEndUs = stream.timeBase().rescale(chunks.end(), MICROS);
        List<Unit> units = new ArrayList<>(sound(event, originUs, pictureEndUs));
        units.addAll(picture(plan, video, chunks));
        return ready(event, video, units, ladder.leftOut());
    }

    /** Where there is no picture, the film begins with the first sample of any track. */
    private Outcome soundAlone(Probed event, Work work) throws FfmpegFailedException, InterruptedException {
        OptionalLong originUs = OptionalLong.empty();
        for (AudioRendition rendition : event.plan().audio()) {
            OptionalLong start =
                    soundStart.find(source(event, work), rendition.stream().index(), work.scratch(), work.deadline());
            if (start.isPresent()) {
                originUs = OptionalLong.of(Math.min(start.getAsLong(), originUs.orElse(Long.MAX_VALUE)));
            }
        }
        if (originUs.isEmpty()) {
            return new Outcome.Reject(
                    RejectionCode.UNREADABLE,
                    "No sound track of the file can be decoded: the file is damaged. Export it again.",
                    Map.of());
        }
        return ready(event, null, sound(event, originUs.getAsLong(), originUs.getAsLong()), List.of());
    }

    private static Outcome ready(
            Probed event, Plan.@Nullable VideoPlan video, List<Unit> units, List<Omission> leftOut) {
        List<String> renditions = Stream.concat(
                        video == null
                                ? Stream.of()
                                : video.renditions().stream().map(r -> r.id()),
                        event.plan().audio().stream().map(AudioRendition::id))
                .toList();
        return new Outcome.Emit(units.stream()
                .map(unit -> new SegmentsReady(
                        event.videoId(),
                        event.generation(),
                        event.job(),
                        event.source(),
                        event.media().container(),
                        unit,
                        renditions,
                        leftOut))
                .toList());
    }

    /** Samples on which rungs are tried are short; four bits a pixel is more than any rate factor in use takes. */
    @Override
    public long scratchBytes(Probed event) {
        Plan.VideoPlan video = event.plan().video();
        long least = StageHandler.super.scratchBytes(event);
        if (video == null || video.perTitle() == null) {
            return least;
        }
        long pixels = video.renditions().stream()
                .mapToLong(r -> (long) r.width() * r.height())
                .sum();
        return least + pixels / 2 * SampleMoments.MOST_FRAMES;
    }

    private RemoteSource source(Probed event, Work work) {
        return RemoteSource.until(
                work.deadline(),
                clock,
                event.media().container(),
                validity -> store.presignedGet(event.source().object(), validity));
    }

    /** First, because a whole sound track is the longest unit there is. Sound that outlasts the picture is kept. */
    private static List<Unit> sound(Probed event, long originUs, long pictureEndUs) {
        long endUs = Math.max(pictureEndUs, originUs + event.media().durationUs());
        return event.plan().audio().stream()
                .<Unit>map(a -> new Unit.AudioTrack(
                        a.id(), 0, 1, a, originUs, endUs, event.plan().segmentMs()))
                .toList();
    }

    private List<Unit> picture(Plan plan, Plan.VideoPlan video, ChunkPlan film) {
        PictureCost cost = PictureCost.of(video.stream(), video.renditions(), film.framesPerSecond());
        List<ChunkPlan.Chunk> chunks = film.chunks(plan.segmentMs(), plan.gopMs(), settings.chunkLength(cost));
        Map<VideoCodec, List<VideoRendition>> byCodec = video.renditions().stream()
                .collect(Collectors.groupingBy(VideoRendition::codec, LinkedHashMap::new, Collectors.toList()));
        List<Unit> units = new ArrayList<>();
        byCodec.forEach((codec, renditions) -> units.addAll(picture(codec, renditions, video, film, chunks)));
        return units;
    }

    /** The chunks of one codec, all of whose renditions one process makes; all codecs are cut alike. */
    private static List<Unit> picture(
            VideoCodec codec,
            List<VideoRendition> renditions,
            Plan.VideoPlan video,
            ChunkPlan film,
            List<ChunkPlan.Chunk> chunks) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            ChunkPlan.Chunk chunk = chunks.get(i);
            units.add(new Unit.VideoChunk(
                    "video-" + codec.label(),
                    i,
                    chunks.size(),
                    video.stream(),
                    chunk.times(),
                    chunk.seek(),
                    film.origin(),
                    film.compositionOffset(),
                    chunk.firstSegment(),
                    chunk.segmentFrames(),
                    chunk.keyFrames(),
                    i == chunks.size() - 1,
                    renditions,
                    video.quality()));
        }
        return units;
    }
}
