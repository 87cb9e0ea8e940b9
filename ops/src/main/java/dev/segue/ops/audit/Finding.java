package dev.segue.ops.audit;

import dev.segue.contract.ObjectRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong.
 *
 * @param videoId absent for an object whose key names none
 * @param generation the run; absent where it is about none
 * @param event what it is about: the id of an event, or a run; absent where it is an object
 * @param object the object that it is about
 * @param expected what should be
 * @param found what is
 * @param advice what to do
 */
public record Finding(
        FindingCode code,
        @Nullable String videoId,
        @Nullable Integer generation,
        @Nullable String event,
        @Nullable ObjectRef object,
        String expected,
        String found,
        String advice) {
    static Finding of(FindingCode code, RunFacts run, String event, Object expected, Object found) {
        return new Finding(
                code,
                run.videoId(),
                run.generation(),
                event,
                null,
                expected.toString(),
                found.toString(),
                code.advice());
    }

    static Finding of(FindingCode code, RunFacts run, ObjectRef object, Object expected, Object found) {
        return new Finding(
                code,
                run.videoId(),
                run.generation(),
                null,
                object,
                expected.toString(),
                found.toString(),
                code.advice());
    }

    /** @param code {@code ORPHAN} or {@code UNCLAIMED} */
    static Finding leftOver(FindingCode code, @Nullable String videoId, ObjectRef object, String why, String found) {
        return new Finding(code, videoId, null, null, object, why, found, code.advice());
    }

    /** What it is about, for people. */
    public String subject() {
        return object == null ? Objects.requireNonNullElse(event, "") : object.toString();
    }
}
