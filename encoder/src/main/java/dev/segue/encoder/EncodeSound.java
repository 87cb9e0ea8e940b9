package dev.segue.encoder;

import dev.segue.contract.Loudness;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.stage.Work;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a sound track: measures it where its loudness matters, encodes it, and measures what came of it. */
final class EncodeSound {
    private final Ffmpeg ffmpeg;
    private final SoundOutputs outputs;

    EncodeSound(Ffmpeg ffmpeg, SoundOutputs outputs) {
        this.ffmpeg = ffmpeg;
        this.outputs = outputs;
    }

    /** @param input the arguments that open the source, ending with {@code -i} and its address */
    JudgedUnit encode(SegmentsReady event, Unit.AudioTrack track, List<String> input, Work work)
            throws IOException, FfmpegFailedException, InterruptedException, RefusedOutput {
        SoundRuns runs = new SoundRuns(ffmpeg, track, input, work);
        try {
            return attempt(event, runs, work);
        } catch (RefusedOutput e) {
            if (!e.code().equals("unit-" + AudioSegments.UNEVEN)) {
                throw e;
            }
            // The source changes its channels midway, as broadcasts do, and FFmpeg's filters then begin at 0 again.
            runs.decode();
            return attempt(event, runs, work);
        }
    }

    private JudgedUnit attempt(SegmentsReady event, SoundRuns runs, Work work)
            throws IOException, FfmpegFailedException, InterruptedException, RefusedOutput {
        Unit.AudioTrack track = runs.track();
        GainChoice choice = GainChoice.of(track.rendition(), runs);
        FfmpegResult run = runs.encode(choice.gain());
        try {
            FragmentedMp4 mp4 = FragmentedMp4.read(work.scratch().resolve(AudioCommand.OUTPUT));
            // First, since what comes twice may be too long as well.
            AudioSegments.require(mp4);
            UnitGate.requireSound(mp4, AudioCommand.samples(track), run.log());
            Loudness loudness = loudness(choice, runs);
            return outputs.judgeAndStore(event, track, mp4, loudness, work).after(runs.cpu(), List.of());
        } catch (GateViolation | CmafViolation | MalformedMp4Exception e) {
            throw new RefusedOutput(e, run.run());
        }
    }

    private static @Nullable Loudness loudness(GainChoice choice, SoundRuns runs)
            throws FfmpegFailedException, InterruptedException {
        LoudnessMeter.Reading source = choice.source();
        if (source == null) {
            return null;
        }
        LoudnessMeter.Reading result = runs.measureOutput();
        return new Loudness(
                source.centiLufs(),
                source.peakCentiDb(),
                source.rangeCentiLu(),
                result.centiLufs(),
                result.peakCentiDb(),
                choice.method());
    }
}
