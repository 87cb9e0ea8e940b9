package dev.segue.stage;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} of W3C Trace Context: one trace from the upload to the published video. */
record TraceParents(RandomGenerator random) {
    private static final Pattern VALID = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    /** The one that came with the cause, or a new one when it brought none or nonsense. */
    String carryOn(@Nullable String received) {
        return received != null && VALID.matcher(received).matches() ? received : begin();
    }

    /** A new trace, marked as sampled. */
    String begin() {
        return "00-" + hex(TRACE_BYTES) + "-" + hex(SPAN_BYTES) + "-01";
    }

    private String hex(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        // All zeros would be invalid.
        bytes[0] |= 1;
        return HexFormat.of().formatHex(bytes);
    }
}
