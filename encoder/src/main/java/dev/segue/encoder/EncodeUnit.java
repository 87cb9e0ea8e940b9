package dev.segue.encoder;

import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.media.cmaf.VideoSegments;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.stage.Outcome;
import dev.segue.stage.StageHandler;
import dev.segue.stage.TransientFailure;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.StoreUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Does one unit of work and says what came of it, after every output has been judged and stored. */
final class EncodeUnit implements StageHandler<SegmentsReady> {
    /** The address outlives the attempt a little, so that the deadline is what ends it. */
    private static final Duration ADDRESS_OUTLIVES = Duration.ofMinutes(5);

    private final Ffmpeg ffmpeg;
    private final ObjectStore store;
    private final SegmentStore segments;
    private final Clock clock;

    EncodeUnit(Ffmpeg ffmpeg, ObjectStore store, SegmentStore segments, Clock clock) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.segments = segments;
        this.clock = clock;
    }

    @Override
    public Outcome handle(SegmentsReady event, Work work) throws Exception {
        try {
            List<SegmentEncoded.Output> outputs =
                    switch (event.unit()) {
                        case Unit.VideoChunk chunk -> video(event, chunk, work);
                        case Unit.AudioTrack track -> audio(event, track, work);
                    };
            return Outcome.emit(new SegmentEncoded(
                    event.videoId(),
                    event.generation(),
                    event.unit().track(),
                    event.unit().index(),
                    outputs));
        } catch (StoreUnavailableException e) {
            throw new TransientFailure("store-unavailable", "the object store did not answer", e);
        } catch (FfmpegFailedException e) {
            // A stopped server looks the same as a fault of the source from here; the attempts decide.
            throw new TransientFailure(e.code(), String.valueOf(e.getMessage()), e);
        } catch (GateViolation e) {
            // The source may have broken off while it was read: the next attempt reads it anew.
            throw new TransientFailure("unit-" + e.code(), String.valueOf(e.getMessage()), e);
        } catch (CmafViolation e) {
            throw new TransientFailure("unit-" + e.code(), String.valueOf(e.getMessage()), e);
        } catch (MalformedMp4Exception e) {
            throw new TransientFailure("unit-unreadable", "FFmpeg left no readable output", e);
        }
    }

    @Override
    public long scratchBytes(SegmentsReady event) {
        return ScratchNeed.bytes(event.unit());
    }

    private List<SegmentEncoded.Output> video(SegmentsReady event, Unit.VideoChunk chunk, Work work)
            throws IOException, InterruptedException, FfmpegFailedException, CmafViolation, GateViolation,
                    MalformedMp4Exception {
        ffmpeg.run(
                VideoCommand.arguments(chunk, event.container(), input(event, work)), work.scratch(), work.deadline());
        long[] boundaries = outputTimes(chunk);
        long offset = chunk.compositionOffset() * chunk.stream().timeBase().num();
        List<SegmentEncoded.Output> outputs = new ArrayList<>();
        for (VideoRendition rendition : chunk.renditions()) {
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(VideoCommand.output(rendition)));
            UnitGate.requireTimes(mp4, boundaries);
            SegmentStore.Writer writer = segments.writer(event, rendition.id(), mp4.init(offset), mp4.timescale());
            for (MediaSegment segment :
                    VideoSegments.cut(mp4, boundaries, chunk.segmentFrames(), chunk.firstSegment(), offset)) {
                writer.accept(segment);
            }
            outputs.add(writer.output());
        }
        return outputs;
    }

    private List<SegmentEncoded.Output> audio(SegmentsReady event, Unit.AudioTrack track, Work work)
            throws IOException, InterruptedException, FfmpegFailedException, CmafViolation, GateViolation,
                    MalformedMp4Exception {
        FfmpegResult run =
                ffmpeg.run(AudioCommand.arguments(track, input(event, work)), work.scratch(), work.deadline());
        FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(AudioCommand.OUTPUT));
        UnitGate.requireSound(mp4, AudioCommand.samples(track), run.log());
        SegmentStore.Writer writer = segments.writer(event, track.rendition().id(), mp4.init(), mp4.timescale());
        AudioSegments.cut(mp4, track.segmentMs(), writer);
        return List.of(writer.output());
    }

    private List<String> input(SegmentsReady event, Work work) {
        Duration validity = Duration.between(clock.instant(), work.deadline()).plus(ADDRESS_OUTLIVES);
        URI address = store.presignedGet(event.source().object(), validity);
        return InputGuard.input(event.container(), address);
    }

    /** The chunk's frame times from the film's first frame, in ticks of the outputs. */
    private static long[] outputTimes(Unit.VideoChunk chunk) {
        long[] times = chunk.times().boundaries();
        long perTick = chunk.stream().timeBase().num();
        for (int i = 0; i < times.length; i++) {
            times[i] = (times[i] - chunk.origin()) * perTick;
        }
        return times;
    }
}
