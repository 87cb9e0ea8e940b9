package dev.segue.encoder;

import dev.segue.contract.Unit;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.ffmpeg.PictureConversion;

/**
 * The filter graph of a chunk: exactly its frames, made progressive where they are not, then one branch a rendition. FFmpeg itself
 * turns the picture upright before the graph.
 */
final class PictureFilters {
    private PictureFilters() {}

    static String graph(Unit.VideoChunk chunk, CodecImplementation encoder) {
        StringBuilder graph = new StringBuilder();
        long start = chunk.times().start();
        graph.append("[0:")
                .append(chunk.stream().index())
                .append("]trim=start_pts=")
                .append(start);
        if (!chunk.last()) {
            graph.append(":end_pts=").append(chunk.times().end());
        }
        // Frames that claim the time of the one before come one tick after it, as the splitter has planned them.
        graph.append(",setpts='if(N,max(PTS-(").append(start).append("),PREV_OUTPTS+1),PTS-(");
        graph.append(start).append("))'");
        graph.append(PictureConversion.normal(chunk.stream()));
        graph.append(PictureConversion.split(chunk.stream(), chunk.renditions(), encoder::upload));
        return graph.toString();
    }
}
