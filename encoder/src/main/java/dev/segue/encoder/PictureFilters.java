package dev.segue.encoder;

import dev.segue.contract.Unit;
import dev.segue.contract.VideoRendition;
import dev.segue.media.ffmpeg.PictureConversion;
import java.util.List;

/**
 * The filter graph of a chunk: exactly its frames, made progressive and ordinary in brightness where they are not, then one branch
 * a rendition. FFmpeg itself turns the picture upright before the graph.
 */
final class PictureFilters {
    private PictureFilters() {}

    static String graph(Unit.VideoChunk chunk) {
        StringBuilder graph = new StringBuilder();
        long start = chunk.times().start();
        graph.append("[0:").append(chunk.stream().index()).append(']');
        String progressive = PictureConversion.progressive(chunk.stream());
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
        graph.append(PictureConversion.normal(chunk.stream()).substring(progressive.length()));
        List<VideoRendition> renditions = chunk.renditions();
        graph.append(",split=").append(renditions.size());
        for (int i = 0; i < renditions.size(); i++) {
            graph.append("[s").append(i).append(']');
        }
        for (int i = 0; i < renditions.size(); i++) {
            graph.append(";[s").append(i).append(']');
            graph.append(PictureConversion.to(renditions.get(i), chunk.stream()));
            graph.append("[o").append(i).append(']');
        }
        return graph.toString();
    }
}
