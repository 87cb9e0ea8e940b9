package dev.segue.media.ffmpeg;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a source that an encoded picture is compared with.
 *
 * @param seek time of the key frame to begin decoding with, absent when decoding must begin at the very start
 * @param filter what makes the source progressive and keeps just these frames of it
 * @param pieceFilter what keeps just these frames of the encoded picture, empty when it has no others
 * @param count how many they are
 */
public record SourceFrames(
        RemoteSource source,
        MediaInfo.Video stream,
        @Nullable Long seek,
        String filter,
        String pieceFilter,
        int count) {

    /** Frames by their number: the first one and the last one. */
    public record Numbers(long first, long last) {}

    /**
     * Those of a chunk, for a piece that holds nothing else.
     *
     * @param last whether the film ends with them
     */
    public static SourceFrames of(
            RemoteSource source, MediaInfo.Video stream, FrameTimes times, @Nullable Long seek, boolean last) {
        String range = PictureConversion.range(stream, times, last) + ",";
        return new SourceFrames(source, stream, seek, range, "", times.count());
    }

    /**
     * Those with some numbers, of a whole film and of an encoded picture that is whole, too.
     *
     * @param numbers rising, none twice
     */
    public static SourceFrames numbered(RemoteSource source, MediaInfo.Video stream, List<Numbers> numbers) {
        String select = numbers.stream()
                .map(n -> "between(n," + n.first() + "," + n.last() + ")")
                .collect(Collectors.joining("+", "select='", "',"));
        long count = numbers.stream().mapToLong(n -> n.last() - n.first() + 1).sum();
        String progressive = PictureConversion.normal(stream);
        String first = progressive.isEmpty() ? "" : progressive.substring(1) + ",";
        return new SourceFrames(source, stream, null, first + select, select, Math.toIntExact(count));
    }

    /** The options that open the source, up to and including its address. */
    List<String> input() {
        return seek == null
                ? source.input()
                : Stream.concat(
                                InputGuard.seek(source.demuxer(), seek, stream.timeBase()).stream(),
                                source.input().stream())
                        .toList();
    }
}
