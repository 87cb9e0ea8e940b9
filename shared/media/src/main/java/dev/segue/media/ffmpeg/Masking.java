package dev.segue.media.ffmpeg;

import java.util.List;
import java.util.regex.Pattern;

/** Takes the secrets out of addresses before anybody can read them. */
final class Masking {
    /** Presigned addresses carry their signature in the query. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?'\"]*)\\?[^\\s'\"]*");

    private static final Pattern CREDENTIALS = Pattern.compile("(https?://)[^\\s/@?'\"]+@");

    private Masking() {}

    static String mask(String text) {
        return CREDENTIALS.matcher(QUERY.matcher(text).replaceAll("$1?***")).replaceAll("$1***@");
    }

    /** A command line as one would type it. */
    static String commandLine(String program, List<String> arguments) {
        StringBuilder line = new StringBuilder(program);
        for (String argument : arguments) {
            boolean plain = argument.matches("[A-Za-z0-9_./:=,+%@-]+");
            line.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return mask(line.toString());
    }
}
