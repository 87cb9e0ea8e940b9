package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.MalformedEventException;
import dev.segue.contract.ProgramRun;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void takesTheWordOfAnExceptionThatHasACode() {
        Failure passing = Failure.of(new Coded("store-unavailable", true, null));
        Failure lasting = Failure.of(new Coded("gap", false, null));

        assertThat(passing.kind()).isEqualTo(Failure.Kind.TRANSIENT);
        assertThat(passing.code()).isEqualTo("store-unavailable");
        assertThat(passing.errorClass()).isEqualTo(Coded.class.getName());
        assertThat(lasting.kind()).isEqualTo(Failure.Kind.PERMANENT);
        assertThat(lasting.code()).isEqualTo("gap");
    }

    @Test
    void looksForTheCodeAmongTheCausesAndTakesTheOutermost() {
        Failure failure = Failure.of(new IllegalStateException(
                "no", new TransientFailure("outer", "said here", new Coded("inner", false, null))));

        assertThat(failure.code()).isEqualTo("outer");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.TRANSIENT);
        assertThat(failure.message()).isEqualTo("no");
    }

    @Test
    void isADefectWhenNobodyGaveACode() {
        Failure failure = Failure.of(new UncheckedIOException(new ConnectException("refused")));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.PERMANENT);
        assertThat(failure.code()).isEqualTo("defect");
        assertThat(failure.stack()).contains("Caused by: java.net.ConnectException: refused");
        assertThat(failure.run()).isNull();
    }

    @Test
    void survivesCausesThatFormARing() {
        Exception a = new IllegalStateException("a");
        Exception b = new IllegalStateException("b", a);
        a.initCause(b);

        assertThat(Failure.of(a).code()).isEqualTo("defect");
    }

    @Test
    void keepsTheRunOfTheProgramWhoeverWrapsIt() {
        ProgramRun run = new ProgramRun("ffmpeg -i source.mp4", "Invalid data");

        Failure failure =
                Failure.of(new TransientFailure("store-unavailable", "no answer", new Coded("inner", true, run)));

        assertThat(failure.code()).isEqualTo("store-unavailable");
        assertThat(failure.run()).isEqualTo(run);
    }

    @Test
    void boundsTheRunToABeginningOfTheCommandAndTheEndOfTheLog() {
        String command = "ffmpeg " + "ü".repeat(100_000);
        String log = "first line\n" + "é".repeat(100_000) + "\nlast line";

        Failure failure = Failure.of(new Coded("ffmpeg-failed", true, new ProgramRun(command, log)));

        ProgramRun kept = failure.run();
        assertThat(kept).isNotNull();
        assertThat(bytes(kept.command())).isBetween(Failure.LONGEST_COMMAND - 1, Failure.LONGEST_COMMAND);
        assertThat(kept.command()).startsWith("ffmpeg ü");
        assertThat(bytes(kept.log())).isBetween(Failure.LONGEST_LOG - 1, Failure.LONGEST_LOG);
        assertThat(kept.log()).endsWith("é\nlast line").doesNotContain("first line");
    }

    @Test
    void cutsLongTextsAtWholeCharacters() {
        Failure failure = Failure.of(new IllegalStateException("x" + "\uD83C\uDFAC".repeat(5000)));

        assertThat(bytes(failure.message())).isEqualTo(1 + 255 * 4);
        assertThat(failure.message()).endsWith("\uD83C\uDFAC");
        assertThat(bytes(failure.stack())).isBetween(Failure.LONGEST_STACK - 12, Failure.LONGEST_STACK);
    }

    @Test
    void keepsTheInnermostCauseOfALongStack() {
        Throwable thrown = new ConnectException("the very cause");
        for (int i = 0; i < 200; i++) {
            thrown = new IllegalStateException("wrapped for the " + i + ". time, which says nothing", thrown);
        }

        Failure failure = Failure.of(thrown);

        assertThat(failure.stack()).startsWith("java.lang.IllegalStateException: wrapped for the 199. time");
        assertThat(failure.stack()).contains("[...]", "Caused by: java.net.ConnectException: the very cause");
        assertThat(bytes(failure.stack())).isLessThanOrEqualTo(Failure.LONGEST_STACK);
    }

    @Test
    void callsBytesMalformedWhateverReadingThemThrew() {
        assertThat(Failure.malformed(new IllegalStateException()).code()).isEqualTo("malformed-event");
        assertThat(Failure.of(new IllegalArgumentException(new MalformedEventException("not JSON")))
                        .code())
                .isEqualTo("malformed-event");
    }

    @Test
    void hasAnEmptyMessageWhereTheExceptionHasNone() {
        assertThat(Failure.of(new IllegalStateException()).message()).isEmpty();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What another module throws. */
    private static final class Coded extends RuntimeException implements CodedFailure {
        private final String code;
        private final boolean passing;
        private final transient @Nullable ProgramRun run;

        Coded(String code, boolean passing, @Nullable ProgramRun run) {
            super(code + " happened");
            this.code = code;
            this.passing = passing;
            this.run = run;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public boolean passing() {
            return passing;
        }

        @Override
        public Optional<ProgramRun> programRun() {
            return Optional.ofNullable(run);
        }
    }
}
