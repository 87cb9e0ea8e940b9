package dev.segue.standalone.bench;

import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.QualityMetric;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.Likeness;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.PictureComparison.Piece;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.media.ffmpeg.SourceFrames;
import dev.segue.media.ffmpeg.SourceFrames.Numbers;
import dev.segue.media.ffmpeg.UnmatchedFramesException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How alike renditions are to their source: by SSIM, which every FFmpeg has, so that figures of all machines can be compared; over
 * some segments' worth of frames spread evenly over the film.
 */
final class Ssim {
    private static final int SAMPLES = 5;
    private static final Duration DEADLINE = Duration.ofHours(6);

    private Ssim() {}

    /**
     * Judges all renditions of the picture.
     *
     * @param files of each rendition, by id
     * @param frames of the film
     * @param segments of the film
     * @return the mean over frames, by id of the rendition; empty for a film without a picture
     */
    static Map<String, Double> of(
            SegueUnderTest.Intent intent, URI film, Map<String, Path> files, long frames, int segments, Path folder)
            throws InterruptedException {
        Probed probed = intent.probed();
        Plan.VideoPlan video = probed.plan().video();
        if (video == null) {
            return Map.of();
        }
        List<Piece> pieces = new ArrayList<>();
        for (VideoRendition r : video.renditions()) {
            Path file = files.get(r.id());
            if (file == null) {
                throw new BenchFailedException("there is no output of the rendition " + r.id());
            }
            pieces.add(new Piece(file, r));
        }
        RemoteSource source = new RemoteSource(probed.media().container(), film);
        try {
            List<Likeness> likeness = new PictureComparison(intent.ffmpeg(), QualityMetric.SSIM)
                    .compare(
                            SourceFrames.numbered(source, video.stream(), samples(frames, segments)),
                            pieces,
                            folder,
                            Instant.now().plus(DEADLINE));
            Map<String, Double> means = new LinkedHashMap<>();
            for (int i = 0; i < likeness.size(); i++) {
                means.put(video.renditions().get(i).id(), likeness.get(i).meanMillionths() / 1e6);
            }
            return means;
        } catch (FfmpegFailedException | UnmatchedFramesException | IOException e) {
            throw new BenchFailedException("the likeness cannot be measured: " + e.getMessage(), e);
        }
    }

    /** The frames of at most five segments: the first, the last, and what lies evenly between. */
    static List<Numbers> samples(long frames, int segments) {
        int samples = Math.min(SAMPLES, segments);
        return IntStream.range(0, samples)
                .mapToLong(i -> samples == 1 ? 0 : Math.round((double) i * (segments - 1) / (samples - 1)))
                .distinct()
                .mapToObj(s -> new Numbers(s * frames / segments, (s + 1) * frames / segments - 1))
                .toList();
    }
}
