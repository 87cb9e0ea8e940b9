package dev.segue.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A minimal reader of HLS playlists, apart from the writer under test. */
final class Hls {
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z-]+)=(\"[^\"]*\"|[^,]*)");

    private Hls() {}

    /** A line of the multivariant playlist. */
    record Entry(String uri, Map<String, String> attributes) {
        String get(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    /** A segment of a media playlist. */
    record Piece(String uri, double seconds) {}

    static List<Entry> variants(Path master) throws IOException {
        List<Entry> variants = new ArrayList<>();
        List<String> lines = Files.readAllLines(master);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("#EXT-X-STREAM-INF:")) {
                variants.add(new Entry(lines.get(i + 1), attributes(lines.get(i))));
            }
        }
        return variants;
    }

    static List<Entry> media(Path master) throws IOException {
        return Files.readAllLines(master).stream()
                .filter(l -> l.startsWith("#EXT-X-MEDIA:"))
                .map(Hls::attributes)
                .map(a -> new Entry(a.getOrDefault("URI", ""), a))
                .toList();
    }

    static List<Piece> pieces(Path playlist) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        double seconds = 0;
        for (String line : Files.readAllLines(playlist)) {
            if (line.startsWith("#EXTINF:")) {
                seconds = Double.parseDouble(line.substring(8).split(",")[0]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                pieces.add(new Piece(line, seconds));
            }
        }
        return pieces;
    }

    private static Map<String, String> attributes(String line) {
        Map<String, String> attributes = new HashMap<>();
        Matcher m = ATTRIBUTE.matcher(line.substring(line.indexOf(':') + 1));
        while (m.find()) {
            attributes.put(m.group(1), m.group(2).replace("\"", ""));
        }
        return attributes;
    }
}
