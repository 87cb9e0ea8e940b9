package dev.segue.standalone;

import java.nio.file.Path;

/**
 * Where the log goes. Must be said before anything logs, since logging is set up by whoever logs first; so this class and the
 * commands have no logger.
 */
final class Logs {
    private Logs() {}

    /** To a file, for commands that show something else on the terminal. */
    static void to(Path file) {
        System.setProperty("segue.log", "FILE");
        System.setProperty("segue.log.file", file.toString());
    }

    /** As JSON lines or as text, unless the user chose something with {@code -Dsegue.log}. */
    static void as(String format) {
        if (System.getProperty("segue.log") == null) {
            System.setProperty("segue.log", format);
        }
    }
}
