package dev.segue.splitter;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.RateControl;
import dev.segue.contract.VideoRendition;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.FragmentedMp4.Sample;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.Likeness;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.PictureComparison.Piece;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.media.ffmpeg.SourceFrames;
import dev.segue.media.ffmpeg.UnmatchedFramesException;
import dev.segue.stage.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Encodes excerpts of one film in rungs of its ladder and measures what comes out. */
final class TryRungs {
    /** Of luma, where 16 is black; titles on black say as little of a film as black itself. */
    private static final double DARK = 24;

    private final Ffmpeg ffmpeg;
    private final PictureComparison comparison;
    private final RemoteSource source;
    private final MediaInfo.Video stream;
    private final int gopMs;
    private final Work work;

    TryRungs(
            Ffmpeg ffmpeg,
            PictureComparison comparison,
            RemoteSource source,
            MediaInfo.Video stream,
            int gopMs,
            Work work) {
        this.ffmpeg = ffmpeg;
        this.comparison = comparison;
        this.source = source;
        this.stream = stream;
        this.gopMs = gopMs;
        this.work = work;
    }

    /** What one excerpt gave: a trial for each rung, in their order. */
    record Tried(boolean dark, List<Trial> trials) {}

    /** @param rungs each with a constant rate factor */
    Tried on(Excerpt excerpt, List<VideoRendition> rungs)
            throws FfmpegFailedException, UnmatchedFramesException, MalformedMp4Exception, IOException,
                    InterruptedException {
        ffmpeg.run(TrialCommand.arguments(source, stream, excerpt, rungs, gopMs), work.scratch(), work.deadline());
        VideoRendition largest = rungs.stream()
                .max(Comparator.comparingLong(r -> (long) r.width() * r.height()))
                .orElseThrow();
        List<Piece> pieces = new ArrayList<>();
        for (VideoRendition rung : rungs) {
            pieces.add(new Piece(work.scratch().resolve(TrialCommand.output(rung)), rung));
        }
        for (VideoRendition rung : rungs) {
            pieces.add(new Piece(
                    work.scratch().resolve(TrialCommand.output(rung)), rung.sized(largest.width(), largest.height())));
        }
        List<Likeness> likeness = comparison.compare(
                SourceFrames.of(source, stream, excerpt.times(), excerpt.seek(), excerpt.last()),
                pieces,
                work.scratch(),
                work.deadline());
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < rungs.size(); i++) {
            Likeness own = likeness.get(i);
            trials.add(new Trial(
                    own.metric(),
                    crf(rungs.get(i)),
                    own.meanMillionths() / 1e6,
                    likeness.get(rungs.size() + i).meanMillionths() / 1e6,
                    bitrate(pieces.get(i), excerpt),
                    own.frames()));
        }
        return new Tried(isDark(), trials);
    }

    private static int crf(VideoRendition rung) {
        if (rung.rateControl() instanceof RateControl.Crf crf) {
            return crf.crf();
        }
        throw new IllegalArgumentException(rung.id() + " has no rate factor but " + rung.rateControl());
    }

    /** As if there were one key frame in each group of pictures, while an excerpt has more of them for its length. */
    private double bitrate(Piece piece, Excerpt excerpt) throws IOException, MalformedMp4Exception {
        List<Sample> samples = FragmentedMp4.read(piece.file()).samples();
        double key = samples.stream()
                .filter(Sample::sync)
                .mapToInt(Sample::size)
                .average()
                .orElse(0);
        double other = samples.stream()
                .filter(s -> !s.sync())
                .mapToInt(Sample::size)
                .average()
                .orElse(0);
        double seconds = (excerpt.times().end() - excerpt.times().start())
                * stream.timeBase().toDouble();
        double group = Math.max(1, samples.size() / seconds * gopMs / 1e3);
        return 8e3 * (key + (group - 1) * other) / gopMs;
    }

    private boolean isDark() throws IOException {
        return Files.readAllLines(work.scratch().resolve(TrialCommand.BRIGHTNESS)).stream()
                        .filter(line -> line.contains("YAVG="))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf('=') + 1)))
                        .max()
                        .orElse(0)
                < DARK;
    }
}
