package dev.segue.encoder;

import dev.segue.contract.Unit;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.FfmpegResult;
import dev.segue.stage.Work;
import java.time.Duration;
import java.util.List;

/**
 * The runs of FFmpeg for one sound track. Each pass over the sound reads the source anew, unless it had to be decoded into a file
 * first: decoding sound costs little, while a decoded film of two hours takes three gigabytes of scratch space.
 */
final class SoundRuns implements GainChoice.Meter {
    /** Ten lines of 30 bytes for each tenth of a second: four days of sound. */
    private static final long LARGEST_OUTPUT = 1L << 30;

    private final Ffmpeg ffmpeg;
    private Unit.AudioTrack track;
    private List<String> input;
    private final Work work;
    private Duration cpu = Duration.ZERO;

    /** @param input the arguments that open the source, ending with {@code -i} and its address */
    SoundRuns(Ffmpeg ffmpeg, Unit.AudioTrack track, List<String> input, Work work) {
        this.ffmpeg = ffmpeg;
        this.track = track;
        this.input = input;
        this.work = work;
    }

    @Override
    public LoudnessMeter.Reading measure(Gain gain) throws FfmpegFailedException, InterruptedException {
        return measure(AudioCommand.measure(track, input, gain));
    }

    LoudnessMeter.Reading measureOutput() throws FfmpegFailedException, InterruptedException {
        return measure(AudioCommand.measureOutput());
    }

    private LoudnessMeter.Reading measure(List<String> command) throws FfmpegFailedException, InterruptedException {
        LoudnessMeter meter = new LoudnessMeter();
        FfmpegResult run = ffmpeg.run(command, work.scratch(), work.deadline(), LARGEST_OUTPUT, meter::line);
        cpu = cpu.plus(run.cpu());
        return meter.reading();
    }

    /** What the track is made of: the source's stream, or what was decoded of it. */
    Unit.AudioTrack track() {
        return track;
    }

    /** Decodes and mixes the source into a file, of which the track is made from then on. */
    void decode() throws FfmpegFailedException, InterruptedException {
        FfmpegResult run = ffmpeg.run(AudioCommand.decodeOnly(track, input), work.scratch(), work.deadline());
        cpu = cpu.plus(run.cpu());
        track = AudioCommand.decoded(track);
        input = AudioCommand.DECODED;
    }

    FfmpegResult encode(Gain gain) throws FfmpegFailedException, InterruptedException {
        FfmpegResult run = ffmpeg.run(AudioCommand.encode(track, input, gain), work.scratch(), work.deadline());
        cpu = cpu.plus(run.cpu());
        return run;
    }

    /** Processor time of all runs so far. */
    Duration cpu() {
        return cpu;
    }
}
