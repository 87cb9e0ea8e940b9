package dev.segue.ops.audit;

import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.storage.ObjectKeys;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HLS media playlist (RFC 8216) as far as a player follows it.
 *
 * @param map address of the init segment, absent when it names none
 * @param entries the segments in their order
 * @param ended whether it says that nothing follows
 */
record MediaPlaylist(@Nullable String map, List<Entry> entries, boolean ended) {
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:.*URI=\"([^\"]*)\".*");
    private static final Pattern LENGTH = Pattern.compile("#EXTINF:([0-9.]+),.*");
    /** Times are written in whole microseconds, rounded at both ends of a segment. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.000002");

    MediaPlaylist {
        entries = List.copyOf(entries);
    }

    /** @param seconds as it says, absent when it does not */
    record Entry(String uri, @Nullable BigDecimal seconds) {}

    static MediaPlaylist parse(String text) {
        String map = null;
        BigDecimal seconds = null;
        boolean ended = false;
        List<Entry> entries = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher isMap = MAP.matcher(line);
            Matcher isLength = LENGTH.matcher(line);
            if (isMap.matches()) {
                map = isMap.group(1);
            } else if (isLength.matches()) {
                seconds = new BigDecimal(isLength.group(1));
            } else if (line.equals("#EXT-X-ENDLIST")) {
                ended = true;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(new Entry(line, seconds));
                seconds = null;
            }
        }
        return new MediaPlaylist(map, entries, ended);
    }

    /** What the playlist should say and what it does, where it first differs from the rendition. */
    Optional<String[]> difference(RenditionComplete e) {
        String folder = e.rendition().id() + "/";
        String init = ObjectKeys.initName(e.rendition().id()).substring(folder.length());
        if (!init.equals(map)) {
            return differs("init segment " + init, map);
        }
        if (entries.size() != e.segments().size()) {
            return differs(e.segments().size() + " segments", entries.size());
        }
        BigDecimal timescale = BigDecimal.valueOf(e.timescale());
        for (int i = 0; i < entries.size(); i++) {
            Segment segment = e.segments().get(i);
            Entry entry = entries.get(i);
            String name =
                    ObjectKeys.segmentName(e.rendition().id(), segment.number()).substring(folder.length());
            if (!name.equals(entry.uri())) {
                return differs("entry " + i + " is " + name, entry.uri());
            }
            BigDecimal seconds = BigDecimal.valueOf(segment.duration()).divide(timescale, MathContext.DECIMAL64);
            if (entry.seconds() == null
                    || entry.seconds().subtract(seconds).abs().compareTo(ROUNDING) > 0) {
                return differs(name + " lasts " + seconds.toPlainString() + " s", entry.seconds());
            }
        }
        return ended ? Optional.empty() : differs("an end", "none");
    }

    private static Optional<String[]> differs(String expected, @Nullable Object found) {
        return Optional.of(new String[] {expected, String.valueOf(found)});
    }
}
