package dev.segue.media.ffmpeg;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.ProgramRun;
import java.util.Optional;

/**
 * Fewer frames could be compared than there are: reading the source broke off, for which FFmpeg ends with status 0, or the piece is
 * too short.
 */
public final class UnmatchedFramesException extends Exception implements CodedFailure {
    private final transient ProgramRun run;

    UnmatchedFramesException(int wanted, int compared, ProgramRun run) {
        super("of " + wanted + " frames " + compared + " were compared with their source");
        this.run = run;
    }

    @Override
    public String code() {
        return "compare-frames";
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public Optional<ProgramRun> programRun() {
        return Optional.of(run);
    }
}
