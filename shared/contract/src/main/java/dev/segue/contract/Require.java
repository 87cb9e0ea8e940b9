package dev.segue.contract;

import java.util.Collection;
import java.util.regex.Pattern;

/** Checks shared by the compact constructors of this package; a violation names the field. */
final class Require {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private Require() {}

    /** Ids become parts of object keys and folder names, so only letters, digits, '-' and '_' are let in. */
    static String id(String field, String value) {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to 64 letters, digits, '-' or '_', beginning with a letter or digit");
        }
        return value;
    }

    static String text(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return value;
    }

    static long atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " must be at least " + least + " but is " + value);
        }
        return value;
    }

    static <C extends Collection<?>> C filled(String field, C value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return value;
    }
}
