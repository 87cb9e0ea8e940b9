package dev.segue.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The collection of real, odd and hostile films with what is expected of each; see {@link Pipeline#corpus()}. */
final class Corpus {
    private Corpus() {}

    /**
     * A line of the manifest.
     *
     * @param name what it is to be uploaded as
     * @param expected TRANSCODE, TRANSCODE+WARN or REJECT
     * @param frames what a decode of the first picture gives, 0 where nobody counted
     * @param endSeconds when its last frame ends, from its first one on
     */
    record Film(String file, String name, String expected, int frames, double endSeconds, boolean sound) {
        Path path() {
            return Pipeline.corpus().resolve(file);
        }

        boolean mustWarn() {
            return expected.endsWith("+WARN");
        }

        boolean mustBeRejected() {
            return expected.equals("REJECT");
        }
    }

    static List<Film> films() throws IOException {
        List<List<String>> rows = rows(Files.readString(Pipeline.corpus().resolve("manifest.csv")));
        List<String> header = rows.getFirst();
        List<Film> films = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                cells.put(header.get(i), row.get(i));
            }
            films.add(film(cells));
        }
        return films;
    }

    private static Film film(Map<String, String> row) throws IOException {
        String file = row.get("file");
        String name = row.get("upload_as");
        String frames = row.get("decoded_frames");
        String end = row.get("decoded_end_s");
        return new Film(
                file,
                name.isEmpty() ? file : JsonMapper.builder().build().readValue(name, String.class),
                row.get("expected"),
                frames.matches("\\d+") ? Integer.parseInt(frames) : 0,
                end.isEmpty() ? 0 : Double.parseDouble(end),
                !row.get("audio").isEmpty() && !row.get("audio").startsWith("?"));
    }

    /** Comma-separated values as of RFC 4180. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        return rows;
    }
}
