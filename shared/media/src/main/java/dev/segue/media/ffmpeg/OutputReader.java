package dev.segue.media.ffmpeg;

import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.StdReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader of one output that never throws: Jaffree would interrupt the waiting thread, as if somebody had asked to stop. */
final class OutputReader implements StdReader<OutputTail> {
    /** Reads to the end. */
    @FunctionalInterface
    interface Reading {
        void read(InputStream in) throws IOException;
    }

    private final @Nullable OutputTail result;
    private final Reading reading;
    private final Runnable unreadable;

    /**
     * @param result Jaffree wants exactly one of the two readers to have one
     * @param unreadable is run when who takes the output cannot make sense of it
     */
    OutputReader(@Nullable OutputTail result, Reading reading, Runnable unreadable) {
        this.result = result;
        this.reading = reading;
        this.unreadable = unreadable;
    }

    @Override
    public @Nullable OutputTail read(InputStream in) {
        try {
            reading.read(in);
        } catch (IOException e) {
            // The pipe is gone with its process, whose end tells the rest.
        } catch (RuntimeException e) {
            unreadable.run();
        }
        return result;
    }

    @Override
    public List<LogMessage> getErrorLogMessages() {
        return List.of();
    }
}
