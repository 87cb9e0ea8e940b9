package dev.segue.encoder;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.ProgramRun;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.MalformedMp4Exception;
import java.util.Optional;

/**
 * FFmpeg ended well, but what it left is not what the unit asks for. The source may have broken off while it was read, so the
 * next attempt reads it anew.
 */
final class RefusedOutput extends Exception implements CodedFailure {
    /** The code of what is not a whole fragmented MP4. */
    static final String UNREADABLE = "unreadable";

    private final String code;
    private final transient ProgramRun run;

    /** @param why a {@link GateViolation}, {@link CmafViolation} or {@link MalformedMp4Exception} */
    RefusedOutput(Exception why, ProgramRun run) {
        super(why.getMessage(), why);
        this.code = "unit-"
                + switch (why) {
                    case GateViolation v -> v.code();
                    case CmafViolation v -> v.code();
                    case MalformedMp4Exception v -> UNREADABLE;
                    default -> throw new IllegalArgumentException("nothing that an output is refused for", why);
                };
        this.run = run;
    }

    @Override
    public String code() {
        return code;
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
