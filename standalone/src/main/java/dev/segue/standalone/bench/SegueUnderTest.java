package dev.segue.standalone.bench;

import dev.segue.contract.Probed;
import dev.segue.media.ffmpeg.Ffmpeg;

/** Segue with everything it stands on, as {@link EncodeBench} needs it: it runs only while it is asked to. */
public interface SegueUnderTest {
    /**
     * What Segue would do.
     *
     * @param probed what would be made of the film
     * @param ffmpeg the one it uses, which still works when Segue has stopped
     */
    record Intent(Probed probed, Ffmpeg ffmpeg, String ffmpegVersion) {}

    /** Asks what would be made of the film; nothing is. */
    Intent probe() throws InterruptedException;

    /** Takes the film through all stages. */
    SegueRun run() throws InterruptedException;
}
