package dev.segue.contract;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a source.
 *
 * @param object where they lie
 * @param sizeBytes how many there are; 0 is an empty upload, which the scanner refuses
 * @param sha256 SHA-256 of the whole object, 64 lower-case hexadecimal digits; absent while nobody has read it whole
 */
public record Source(
        ObjectRef object, long sizeBytes, @Nullable String sha256) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Source {
        Require.present("object", object);
        Require.atLeast("sizeBytes", sizeBytes, 0);
        if (sha256 != null && !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits");
        }
    }
}
