package dev.segue.ops.retry;

import dev.segue.contract.Priority;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * That many videos be made anew.
 *
 * @param from as in {@link RetryRequest}
 * @param profile as there
 * @param name of the whole; of the same name each video is begun once, however often it is asked for. Absent for one that follows from
 *     what is asked for
 * @param limit how many at most this time
 * @param perSecond how many a second at most
 * @param mostLag while the stage with which they begin is further behind than this, none is begun: its queue knows no priority, and
 *     new uploads wait in it, too
 */
public record ReprocessRequest(
        ReprocessFilter filter,
        @Nullable RetryFrom from,
        @Nullable String profile,
        Priority priority,
        @Nullable String name,
        int limit,
        int perSecond,
        long mostLag,
        String by) {
    public ReprocessRequest {
        if (limit < 1 || perSecond < 1 || mostLag < 0) {
            throw new IllegalArgumentException("limit and rate must be at least 1, and most lag must not be negative");
        }
    }

    /** Under what it is found in the audit. */
    public String run() {
        return name != null ? name : "reprocess-" + digest(filter + " from=" + from + " profile=" + profile);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
