package dev.segue.media.ffmpeg;

import dev.segue.contract.QualityMetric;
import dev.segue.contract.VideoRendition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Measures how alike encoded pictures are to the source they were made of: by VMAF where FFmpeg has it, else by SSIM of luma. The
 * source is decoded once, scaled as for the renditions, and its frames are paired with those of each piece by their order. Safe for
 * use by many threads.
 */
public final class PictureComparison {
    private static final String BY_ORDER = "settb=1/1000,setpts=N";

    private final Ffmpeg ffmpeg;
    private final ReentrantLock trial = new ReentrantLock();
    private volatile @Nullable QualityMetric metric;

    /** By the best metric that this FFmpeg has, which a trial tells when the first pieces are compared. */
    public PictureComparison(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** By one metric, come what may. */
    public PictureComparison(Ffmpeg ffmpeg, QualityMetric metric) {
        this.ffmpeg = ffmpeg;
        this.metric = metric;
    }

    /**
     * An encoded picture.
     *
     * @param file an MP4 file, or an init segment with media segments behind it; in the folder the comparison is run in
     * @param shownAs size and pixel format to compare at: those of the rendition itself, or larger ones that it is scaled up to
     */
    public record Piece(Path file, VideoRendition shownAs) {}

    /**
     * Compares in one run.
     *
     * @param pieces each with as many frames as there are of the source; at least one piece
     * @param folder to run in and write logs to
     * @return for each piece how alike it is, in their order
     * @throws UnmatchedFramesException when frames are missing
     */
    public List<Likeness> compare(SourceFrames frames, List<Piece> pieces, Path folder, Instant deadline)
            throws FfmpegFailedException, UnmatchedFramesException, InterruptedException, IOException {
        QualityMetric by = metric(folder, deadline);
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-threads", "1"));
        arguments.addAll(frames.input());
        for (Piece piece : pieces) {
            arguments.addAll(List.of("-threads", "1"));
            arguments.addAll(InputGuard.input("mov", piece.file().toUri()));
        }
        arguments.addAll(List.of("-filter_complex", graph(by, frames, pieces)));
        for (int i = 0; i < pieces.size(); i++) {
            arguments.addAll(List.of("-map", "[o" + i + "]"));
        }
        arguments.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "1/1000", "-f", "null", "-"));
        FfmpegResult run = ffmpeg.run(arguments, folder, deadline);
        List<Likeness> result = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            long[] values = QualityMeter.frames(by, Files.readAllLines(folder.resolve(log(i))));
            if (values.length != frames.count()) {
                throw new UnmatchedFramesException(frames.count(), values.length, run.run());
            }
            result.add(Likeness.of(by, values));
        }
        return result;
    }

    /** The metric in use; asked for the first time, it is found by a trial. */
    public QualityMetric metric(Path folder, Instant deadline) throws FfmpegFailedException, InterruptedException {
        trial.lockInterruptibly();
        try {
            QualityMetric known = metric;
            if (known == null) {
                known = hasVmaf(folder, deadline) ? QualityMetric.VMAF : QualityMetric.SSIM;
                metric = known;
            }
            return known;
        } finally {
            trial.unlock();
        }
    }

    /** The filter may be there and yet find no model, so that only a run tells. */
    private boolean hasVmaf(Path folder, Instant deadline) throws FfmpegFailedException, InterruptedException {
        String grey = "color=gray:s=64x64:r=25:d=0.08";
        try {
            ffmpeg.run(
                    List.of(
                            "-filter_complex",
                            grey + "[a];" + grey + "[b];[a][b]" + QualityMeter.filter(QualityMetric.VMAF, log(0)),
                            "-f",
                            "null",
                            "-"),
                    folder,
                    deadline);
            return true;
        } catch (FfmpegFailedException e) {
            if (e.reason() != FfmpegFailedException.Reason.EXIT) {
                throw e;
            }
            return false;
        }
    }

    /** Pieces that are compared at the same size share one conversion of the source. */
    static String graph(QualityMetric metric, SourceFrames frames, List<Piece> pieces) {
        Map<String, List<Integer>> conversions = new LinkedHashMap<>();
        for (int i = 0; i < pieces.size(); i++) {
            String conversion = PictureConversion.to(pieces.get(i).shownAs(), frames.stream());
            conversions.computeIfAbsent(conversion, c -> new ArrayList<>()).add(i);
        }
        StringBuilder graph = new StringBuilder("[0:" + frames.stream().index() + "]" + frames.filter() + BY_ORDER);
        graph.append(",split=").append(conversions.size());
        for (int c = 0; c < conversions.size(); c++) {
            graph.append("[s").append(c).append(']');
        }
        int c = 0;
        for (Map.Entry<String, List<Integer>> conversion : conversions.entrySet()) {
            graph.append(";[s").append(c++).append(']').append(conversion.getKey());
            graph.append(",split=").append(conversion.getValue().size());
            conversion.getValue().forEach(i -> graph.append("[r").append(i).append(']'));
        }
        for (int i = 0; i < pieces.size(); i++) {
            VideoRendition as = pieces.get(i).shownAs();
            graph.append(";[").append(i + 1).append(":v:0]").append(frames.pieceFilter() + BY_ORDER);
            graph.append(",scale=" + as.width() + ":" + as.height() + ":flags=bicubic,format=" + as.pixelFormat());
            graph.append(",setsar=1[p" + i + "];[p" + i + "][r" + i + "]");
            graph.append(QualityMeter.filter(metric, log(i)))
                    .append("[o")
                    .append(i)
                    .append(']');
        }
        return graph.toString();
    }

    private static String log(int piece) {
        return "likeness-" + piece + ".log";
    }
}
