package dev.segue.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in the sender's words why JSON could not be bound to a record; Jackson's own words name Java types and settings. */
final class MalformedReason {
    private MalformedReason() {}

    static String of(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String what = what(cause);
        String where = e instanceof JsonMappingException j ? path(j) : "";
        // A rule of a record names its field itself; the path then says in which of several places.
        return where.isEmpty() ? what : where + ": " + what;
    }

    private static String what(Throwable cause) {
        return switch (cause) {
            case InvalidTypeIdException e ->
                e.getTypeId() == null ? "kind is missing" : "unknown kind " + e.getTypeId();
            case MismatchedInputException e -> "must be " + wanted(e.getTargetType());
            case JsonProcessingException e -> e.getOriginalMessage();
            default -> cause.getMessage() == null ? "a value is missing" : cause.getMessage();
        };
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(c -> EventCodec.json().convertValue(c, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == Rational.class) {
            return "a text";
        }
        return Iterable.class.isAssignableFrom(type) || type.isArray() ? "a list" : "a JSON object";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
