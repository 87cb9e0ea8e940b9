package dev.segue.ops.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two failures say the same: addresses, numbers, names and quoted texts differ from film to film, what is left is the
 * cause.
 */
final class Fingerprint {
    private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*://\\S+", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern ID = Pattern.compile(
            "\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b|\\b0x[0-9a-f]+\\b|\\b[0-9a-f]{16,}\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH = Pattern.compile("(?<![\\w#])(?:[\\w.-]*/){2,}[\\w.#-]*");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.:,]\\d+)*");
    private static final Pattern TELLING = Pattern.compile(
            "error|invalid|fail|not found|corrupt|cannot|could not|unable|denied|killed", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 200;

    private Fingerprint() {}

    /** The cause in words that are the same for all films. */
    static String cause(String message, @Nullable String ffmpegLog) {
        String said = ffmpegLog == null ? null : telling(ffmpegLog);
        String plain = said == null ? message : said;
        plain = URL.matcher(plain).replaceAll("#");
        plain = QUOTED.matcher(plain).replaceAll("'#'");
        plain = ID.matcher(plain).replaceAll("#");
        plain = PATH.matcher(plain).replaceAll("#");
        plain = NUMBER.matcher(plain).replaceAll("#");
        plain = plain.replaceAll("\\s+", " ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }

    /** The last line that complains; FFmpeg's very last one often only counts what was lost. */
    private static @Nullable String telling(String log) {
        List<String> lines =
                log.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        return lines.reversed().stream()
                .filter(l -> TELLING.matcher(l).find())
                .findFirst()
                .orElse(lines.isEmpty() ? null : lines.getLast());
    }

    /** Eight hexadecimal digits of a cause and its code. */
    static String of(String code, String cause) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((code + "\n" + cause).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
