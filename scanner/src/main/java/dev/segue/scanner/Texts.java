package dev.segue.scanner;

import static dev.segue.contract.RejectionCode.IMAGE_NOT_VIDEO;
import static dev.segue.contract.RejectionCode.PLAYLIST_DISGUISED;
import static dev.segue.contract.RejectionCode.SCRIPT_DISGUISED;
import static dev.segue.contract.RejectionCode.SUBTITLE_NOT_VIDEO;

import dev.segue.contract.RejectionCode;
import dev.segue.scanner.Finding.NoFilm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of text. They are the dangerous ones: FFmpeg follows the addresses in playlists and scripts, whatever the file is called.
 */
final class Texts {
    private record Rule(Pattern begin, RejectionCode code, String found) {}

    private static final List<Rule> RULES = List.of(
            rule("#EXTM3U", PLAYLIST_DISGUISED, "an HLS or M3U playlist"),
            rule("\\[playlist\\]", PLAYLIST_DISGUISED, "a PLS playlist"),
            rule("\\[reference\\]", PLAYLIST_DISGUISED, "an ASX playlist"),
            rule("v=0\\s+o=", PLAYLIST_DISGUISED, "an SDP session description"),
            rule("RTSPtext", PLAYLIST_DISGUISED, "a QuickTime reference"),
            rule(
                    "(https?|rtsps?|rtmp[a-z]*|mms[a-z]?|ftps?|file|srt|udp|tcp):",
                    PLAYLIST_DISGUISED,
                    "a list of addresses"),
            rule("ffconcat\\s+version", SCRIPT_DISGUISED, "an ffconcat script"),
            rule("#!", SCRIPT_DISGUISED, "a script"),
            rule("<\\?php|<\\?=|<%", SCRIPT_DISGUISED, "a server script"),
            rule("WEBVTT\\b", SUBTITLE_NOT_VIDEO, "WebVTT subtitles"),
            rule("\\[script info\\]", SUBTITLE_NOT_VIDEO, "ASS or SSA subtitles"),
            rule("<sami\\b", SUBTITLE_NOT_VIDEO, "SAMI subtitles"),
            rule("\\{\\d+\\}\\{\\d+\\}", SUBTITLE_NOT_VIDEO, "MicroDVD subtitles"),
            rule("Scenarist_SCC", SUBTITLE_NOT_VIDEO, "SCC captions"),
            // Timings may be wrong and numbers missing; the arrow between two times is in all of them.
            rule(
                    "(?s).{0,1000}?\\d+:\\d\\d:\\d\\d[,.]\\d+\\s*-->\\s*\\d+:\\d\\d:\\d\\d",
                    SUBTITLE_NOT_VIDEO,
                    "SubRip subtitles"));

    /** Atomic and possessive throughout: thousands of comments without a root must not make it try every way to pair them. */
    private static final Pattern XML_ROOT = Pattern.compile("(?s)(?:(?>"
            + "<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^>\\[]*(?:\\[.*?\\]\\s*)?>|\\s+"
            + "))*+<(?:[\\w.-]+:)?([\\w.-]+)");

    private static final int LOOKED_AT = 8192;
    private static final int GUESSED_FROM = 512;

    private Texts() {}

    static Optional<Finding> match(Head head) {
        String text = decode(head).stripLeading();
        for (Rule rule : RULES) {
            if (rule.begin.matcher(text).lookingAt()) {
                return Optional.of(new NoFilm(rule.code, rule.found));
            }
        }
        if (text.startsWith("<")) {
            Matcher root = XML_ROOT.matcher(text);
            if (root.lookingAt()) {
                return Optional.of(markup(root.group(1)));
            }
        }
        return isText(text) ? Optional.of(new NoFilm(SCRIPT_DISGUISED, "a text")) : Optional.empty();
    }

    private static Finding markup(String root) {
        return switch (root.toLowerCase(Locale.ROOT)) {
            case "mpd" -> new NoFilm(PLAYLIST_DISGUISED, "a DASH manifest");
            case "smoothstreamingmedia" -> new NoFilm(PLAYLIST_DISGUISED, "a Smooth Streaming manifest");
            case "smil" -> new NoFilm(PLAYLIST_DISGUISED, "a SMIL presentation");
            case "playlist", "asx", "rss", "opml" -> new NoFilm(PLAYLIST_DISGUISED, "a playlist in XML");
            case "compositionplaylist", "assetmap", "packinglist" ->
                new NoFilm(PLAYLIST_DISGUISED, "a part of an IMF or DCP package");
            case "svg" -> new NoFilm(IMAGE_NOT_VIDEO, "an SVG picture");
            case "tt", "dcsubtitle", "subtitlereel" -> new NoFilm(SUBTITLE_NOT_VIDEO, "subtitles in XML");
            case "html" -> new NoFilm(SCRIPT_DISGUISED, "an HTML page");
            default -> new NoFilm(SCRIPT_DISGUISED, "an HTML or XML document");
        };
    }

    private static String decode(Head head) {
        String bytes = head.text(0, LOOKED_AT);
        if (head.hasHex(0, "efbbbf")) {
            return bytes.substring(3);
        }
        if (head.hasHex(0, "fffe") || zeros(head, 1) && !zeros(head, 0)) {
            return recode(bytes, StandardCharsets.UTF_16LE);
        }
        if (head.hasHex(0, "feff") || zeros(head, 0) && !zeros(head, 1)) {
            return recode(bytes, StandardCharsets.UTF_16BE);
        }
        return bytes;
    }

    private static String recode(String bytes, Charset charset) {
        String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Whether most of every second byte is zero, as it is in Latin text in UTF-16. */
    private static boolean zeros(Head head, int parity) {
        int end = Math.min(GUESSED_FROM, head.length());
        int zeros = 0;
        for (int i = parity; i < end; i += 2) {
            zeros += head.u8(i) == 0 ? 1 : 0;
        }
        return end >= 4 && zeros * 4 > end;
    }

    /** Random bytes are control characters in one case of nine; one in fifty is let pass for oddities. */
    private static boolean isText(String text) {
        long controls = text.chars()
                .filter(c -> c < ' ' && "\t\n\r\f\u001b".indexOf(c) < 0)
                .count();
        return !text.isEmpty() && text.indexOf('\0') < 0 && controls * 50 <= text.length();
    }

    private static Rule rule(String begin, RejectionCode code, String found) {
        return new Rule(Pattern.compile(begin, Pattern.CASE_INSENSITIVE), code, found);
    }
}
