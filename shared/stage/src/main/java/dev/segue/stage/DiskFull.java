package dev.segue.stage;

import dev.segue.contract.CodedFailure;
import java.io.IOException;
import java.util.regex.Pattern;

/** The one place that knows a full disk by what Java says of it: there is no exception of its own for it. */
final class DiskFull {
    /** ENOSPC and EDQUOT in the words of the C library; Java passes them on. */
    private static final Pattern WORDS = Pattern.compile("No space left on device|Disk quota exceeded");

    private DiskFull() {}

    /** What was thrown, or the {@code disk-full} that lies behind it. */
    static Throwable judge(Throwable thrown) {
        for (Throwable cause = thrown; cause != null && !(cause instanceof CodedFailure); cause = cause.getCause()) {
            if (cause instanceof IOException
                    && WORDS.matcher(String.valueOf(cause.getMessage())).find()) {
                return new TransientFailure(Dependency.DISK.code(), "no space is left: " + cause.getMessage(), thrown);
            }
        }
        return thrown;
    }
}
