package dev.segue.encoder;

import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.ffmpeg.PictureConversion;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The filter graph of a chunk: exactly its frames, made progressive where they are not, then one branch a rendition. FFmpeg itself
 * turns the picture upright before the graph.
 */
final class PictureFilters {
    private PictureFilters() {}

    static String graph(Unit.VideoChunk chunk, CodecImplementation encoder) {
        StringBuilder graph = new StringBuilder();
        long start = chunk.times().start();
        graph.append("[0:").append(chunk.stream().index()).append(']');
        String progressive = PictureConversion.normal(chunk.stream());
        if (!progressive.isEmpty()) {
            // Before the cut: at its ends the frames outside are needed, or every chunk begins and ends with a lesser
            // one.
            graph.append(progressive.substring(1)).append(",settb=");
            graph.append(chunk.stream().timeBase()).append(',');
        }
        graph.append("trim=start_pts=").append(start);
        if (!chunk.last()) {
            graph.append(":end_pts=").append(chunk.times().end());
        }
        // Frames that claim the time of the one before come one tick after it, as the splitter has planned them.
        graph.append(",setpts='if(N,max(PTS-(").append(start).append("),PREV_OUTPTS+1),PTS-(");
        graph.append(start).append("))'");
        VideoRendition watched = chunk.renditions().get(smallest(chunk));
        graph.append(PictureConversion.split(
                chunk.stream(),
                chunk.renditions(),
                r -> (r.equals(watched) ? "," + Dullness.sourcePicture() : "") + encoder.upload(r)));
        return graph.toString();
    }

    /** The rendition with the fewest pixels: what is looked for in a picture costs least there. */
    static int smallest(Unit.VideoChunk chunk) {
        List<VideoRendition> renditions = chunk.renditions();
        return IntStream.range(0, renditions.size())
                .boxed()
                .min(Comparator.comparing(i ->
                        (long) renditions.get(i).width() * renditions.get(i).height()))
                .orElseThrow();
    }
}
