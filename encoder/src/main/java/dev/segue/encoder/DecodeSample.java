package dev.segue.encoder;

import dev.segue.contract.Unit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which segments of a chunk are decoded to see whether they can be. Decoding a segment of each rendition of a ladder takes 4 % of what
 * encoding the ladder takes, so besides the smallest rendition one takes its turn; a film has many chunks.
 */
final class DecodeSample {
    private DecodeSample() {}

    /** All of them. */
    static List<Integer> all(Unit.VideoChunk chunk) {
        return IntStream.range(0, chunk.segmentFrames().size()).boxed().toList();
    }

    /** Places of segments within the chunk. */
    static List<Integer> some(Unit.VideoChunk chunk, int rendition) {
        int smallest = PictureFilters.smallest(chunk);
        if (rendition == smallest) {
            return all(chunk);
        }
        int others = chunk.renditions().size() - 1;
        int place = rendition < smallest ? rendition : rendition - 1;
        // The next round of turns looks at the next segment.
        return chunk.index() % others == place
                ? List.of(chunk.index() / others % chunk.segmentFrames().size())
                : List.of();
    }
}
