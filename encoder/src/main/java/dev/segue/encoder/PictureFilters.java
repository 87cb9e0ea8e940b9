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
        StringBuilder graph = new StringBuilder("[0:" + chunk.stream().index() + "]");
        graph.append(PictureConversion.rangeFromZero(chunk.stream(), chunk.times(), chunk.last()));
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
