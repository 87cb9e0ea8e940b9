package dev.segue.contract;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks shared by the compact constructors of this package; a violation names the field. JSON may lack any field whatever the
 * types say, so each check takes null and calls it missing.
 */
final class Require {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private Require() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    static <T> List<T> list(String field, @Nullable List<T> value) {
        List<T> list = present(field, value);
        for (T element : list) {
            present("an element of " + field, element);
        }
        return List.copyOf(list);
    }

    /** Ids become parts of object keys and folder names, so only letters, digits, '-' and '_' are let in. */
    static String id(String field, @Nullable String value) {
        String id = present(field, value);
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 64 letters, digits, '-' or '_', beginning with a letter or digit");
        }
        return id;
    }

    static String text(String field, @Nullable String value) {
        String text = present(field, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return text;
    }

    static long atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " must be at least " + least + " but is " + value);
        }
        return value;
    }

    static <T> List<T> filled(String field, @Nullable List<T> value) {
        List<T> list = list(field, value);
        if (list.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return list;
    }
}
