package dev.segue.stage;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.ProgramRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why an event could not be worked on, in the form in which it is counted and kept. Every text is bounded in UTF-8, so that a
 * record that was taken at the limit still fits with what is said about it.
 *
 * @param code stable, counted and documented
 * @param message at most 1 KiB
 * @param stack at most 8 KiB: how it begins and, since the innermost cause stands there, how it ends
 * @param run the program that failed, with at most 64 KiB of its command and the last 8 KiB of its log
 */
record Failure(
        Kind kind,
        String code,
        String errorClass,
        String message,
        String stack,
        @Nullable ProgramRun run) {
    static final int LONGEST_MESSAGE = 1024;
    static final int LONGEST_STACK = 8 * 1024;
    static final int LONGEST_LOG = 8 * 1024;

    /** A chunk of a quarter of an hour in six renditions has some 20 KiB. */
    static final int LONGEST_COMMAND = 64 * 1024;

    /** Whether the same may go well another time. */
    enum Kind {
        TRANSIENT,
        PERMANENT,
        UNKNOWN
    }

    Failure {
        message = BoundedText.head(message, LONGEST_MESSAGE);
        stack = BoundedText.ends(stack, LONGEST_STACK);
        run = run == null
                ? null
                : new ProgramRun(
                        BoundedText.head(run.command(), LONGEST_COMMAND), BoundedText.tail(run.log(), LONGEST_LOG));
    }

    /**
     * What was thrown, taken as its exception says, or as the first of its causes says that says anything: where only unchecked
     * exceptions may be thrown, checked ones are wrapped. All others are defects: the code is at fault, or meets what nobody
     * thought of.
     */
    static Failure of(Throwable thrown) {
        Optional<CodedFailure> coded = coded(thrown).findFirst();
        boolean passing = coded.map(CodedFailure::passing).orElse(false);
        return of(
                passing ? Kind.TRANSIENT : Kind.PERMANENT,
                coded.map(CodedFailure::code).orElse("defect"),
                thrown);
    }

    /** The bytes are not an event that this version understands, whatever the exception says of itself. */
    static Failure malformed(Throwable thrown) {
        return of(Kind.PERMANENT, "malformed-event", thrown);
    }

    /** Workers were given it time and again and never came back. */
    static Failure workerLost(int deliveries) {
        return new Failure(
                Kind.UNKNOWN,
                "worker-lost",
                "",
                "handed to " + (deliveries - 1) + " workers, none of which finished or gave a reason",
                "",
                null);
    }

    /** What is to blame where it is something that is watched. */
    Optional<Dependency> dependency() {
        return kind == Kind.TRANSIENT ? Dependency.ofCode(code) : Optional.empty();
    }

    private static Failure of(Kind kind, String code, Throwable thrown) {
        String message = thrown.getMessage();
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return new Failure(
                kind,
                code,
                thrown.getClass().getName(),
                message == null ? "" : message,
                stack.toString(),
                coded(thrown)
                        .map(CodedFailure::programRun)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(null));
    }

    private static Stream<CodedFailure> coded(Throwable thrown) {
        return causes(thrown).filter(CodedFailure.class::isInstance).map(CodedFailure.class::cast);
    }

    /** What was thrown, then its causes. */
    static Stream<Throwable> causes(Throwable thrown) {
        // A chain of causes may be a ring.
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause).limit(100);
    }
}
