package dev.segue.stage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why an event could not be worked on, in the form in which it is counted and kept.
 *
 * @param code stable, counted and documented
 * @param message at most 1 KiB in UTF-8
 * @param stack at most 8 KiB in UTF-8
 */
record Failure(Kind kind, String code, String errorClass, String message, String stack) {
    private static final int LONGEST_MESSAGE = 1024;
    private static final int LONGEST_STACK = 8 * 1024;

    /** Whether the same may go well another time. */
    enum Kind {
        TRANSIENT,
        PERMANENT,
        UNKNOWN
    }

    /** The bytes are not an event that this version understands. */
    static Failure malformed(Throwable cause) {
        return of(Kind.PERMANENT, "malformed-event", cause);
    }

    /** The surroundings failed. */
    static Failure transientFailure(TransientFailure cause) {
        return of(Kind.TRANSIENT, cause.code(), cause);
    }

    /** The code is at fault, or meets what nobody thought of. */
    static Failure defect(Throwable cause) {
        return of(Kind.PERMANENT, "defect", cause);
    }

    /** Workers were given it time and again and never came back. */
    static Failure workerLost(int deliveries) {
        return new Failure(
                Kind.UNKNOWN,
                "worker-lost",
                "",
                "handed to " + (deliveries - 1) + " workers, none of which finished or gave a reason",
                "");
    }

    /** What is to blame where it is something that is watched. */
    Optional<Dependency> dependency() {
        return kind == Kind.TRANSIENT ? Dependency.ofCode(code) : Optional.empty();
    }

    private static Failure of(Kind kind, String code, Throwable cause) {
        String message = cause.getMessage();
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        return new Failure(
                kind,
                code,
                cause.getClass().getName(),
                cut(message == null ? "" : message, LONGEST_MESSAGE),
                cut(stack.toString(), LONGEST_STACK));
    }

    /** The longest beginning that takes no more bytes in UTF-8 and ends with a whole character. */
    private static String cut(String text, int bytes) {
        CharBuffer in = CharBuffer.wrap(text);
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        encoder.encode(in, ByteBuffer.allocate(bytes), true);
        return text.substring(0, in.position());
    }
}
