package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to see whether it works.
 *
 * @param output what it said, or why it did not start
 */
record TrialRun(boolean worked, String output) {
    private static final long SECONDS = 20;
    private static final int MOST_OUTPUT = 16_384;

    static TrialRun of(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output =
                        new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8).strip();
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                return new TrialRun(ended && process.exitValue() == 0, output);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return new TrialRun(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + command.get(0), e);
        }
    }

    /** Its last line: where programs say what is wrong. */
    String lastLine() {
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
