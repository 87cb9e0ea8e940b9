package dev.segue.standalone.bench;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.media.ffmpeg.PictureConversion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How alike renditions are to their source, by FFmpeg's {@code ssim}: the source, scaled as the rendition was, against the
 * rendition, over some segments' worth of frames spread evenly over the film. Frames are paired by their number, since neither
 * contestant drops any.
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
     * @return the mean over planes and frames, by id of the rendition; empty for a film without a picture
     */
    static Map<String, Double> of(
            SegueUnderTest.Intent intent, URI film, Map<String, Path> files, long frames, int segments, Path folder)
            throws InterruptedException {
        Probed probed = intent.probed();
        Plan.VideoPlan video = probed.plan().video();
        if (video == null) {
            return Map.of();
        }
        String select = select(frames, segments);
        List<String> args = new ArrayList<>(InputGuard.input(probed.media().container(), film));
        for (VideoRendition r : video.renditions()) {
            Path file = files.get(r.id());
            if (file == null) {
                throw new BenchFailedException("there is no output of the rendition " + r.id());
            }
            args.addAll(List.of("-i", "file:" + file));
        }
        args.addAll(List.of("-filter_complex", graph(video.stream(), video.renditions(), select)));
        for (int i = 0; i < video.renditions().size(); i++) {
            args.addAll(List.of("-map", "[o" + i + "]"));
        }
        args.addAll(List.of("-fps_mode", "passthrough", "-f", "null", "-"));
        try {
            intent.ffmpeg().run(args, folder, Instant.now().plus(DEADLINE));
            Map<String, Double> means = new LinkedHashMap<>();
            for (VideoRendition r : video.renditions()) {
                means.put(r.id(), mean(Files.readAllLines(folder.resolve(log(r)))));
            }
            return means;
        } catch (FfmpegFailedException | IOException e) {
            throw new BenchFailedException("the likeness cannot be measured: " + e.getMessage(), e);
        }
    }

    /** The frames of at most five segments: the first, the last, and what lies evenly between. */
    static String select(long frames, int segments) {
        int samples = Math.min(SAMPLES, segments);
        return IntStream.range(0, samples)
                .mapToObj(i -> {
                    long segment = samples == 1 ? 0 : Math.round((double) i * (segments - 1) / (samples - 1));
                    return "between(n," + segment * frames / segments + "," + ((segment + 1) * frames / segments - 1)
                            + ")";
                })
                .distinct()
                .collect(Collectors.joining("+"));
    }

    private static String graph(MediaInfo.Video stream, List<VideoRendition> renditions, String select) {
        String sample = ",select='" + select + "',settb=1/1000,setpts=N";
        StringBuilder graph = new StringBuilder(PlainFfmpeg.picture(0, stream))
                .append(sample)
                .append(",split=")
                .append(renditions.size());
        for (int i = 0; i < renditions.size(); i++) {
            graph.append("[s").append(i).append(']');
        }
        for (int i = 0; i < renditions.size(); i++) {
            VideoRendition r = renditions.get(i);
            graph.append(";[s").append(i).append(']').append(PictureConversion.to(r, stream));
            graph.append("[a")
                    .append(i)
                    .append("];[")
                    .append(i + 1)
                    .append(":v]")
                    .append(sample.substring(1));
            graph.append(",setsar=1[b")
                    .append(i)
                    .append("];[a")
                    .append(i)
                    .append("][b")
                    .append(i);
            graph.append("]ssim=stats_file=")
                    .append(log(r))
                    .append("[o")
                    .append(i)
                    .append(']');
        }
        return graph.toString();
    }

    private static String log(VideoRendition rendition) {
        return "ssim-" + rendition.id() + ".log";
    }

    /** Lines are {@code n:1 Y:0.98 U:0.99 V:0.99 All:0.98 (18.3)}. */
    static double mean(List<String> log) {
        return log.stream()
                .map(line -> line.replaceAll(".*All:([0-9.]+).*", "$1"))
                .mapToDouble(Double::parseDouble)
                .average()
                .orElseThrow(() -> new BenchFailedException("no frame was compared"));
    }
}
