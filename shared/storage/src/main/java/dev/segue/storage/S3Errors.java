package dev.segue.storage;

import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the SDK's exceptions into the port's. Messages name the object or bucket and never an address. */
final class S3Errors {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int SERVER_ERROR = 500;

    /** A request that came in part or damaged, as when a connection breaks; sent again, it may come whole. All are answered by 400. */
    private static final Set<String> ON_THE_WAY =
            Set.of("RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch");

    private S3Errors() {}

    /** Runs a call to the store about {@code what}. */
    static <T> T translating(Object what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw translate(what, e);
        }
    }

    static RuntimeException translate(Object what, SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return translateAnswer(what, answer);
        }
        if (e instanceof AbortedException) {
            // The SDK clears the flag in some places; whoever stops this thread must still be heard.
            Thread.currentThread().interrupt();
        }
        return new StoreUnavailableException("the store cannot be reached for " + what + ": " + innermost(e), e);
    }

    private static RuntimeException translateAnswer(Object what, AwsServiceException e) {
        int status = e.statusCode();
        String code =
                e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
        if (status == NOT_FOUND) {
            return new ObjectMissingException(what + " is not in the store", e);
        }
        // 409 is a write that met another one to the same key; 401 and 403 end when the credentials are corrected.
        boolean passing = status >= SERVER_ERROR || status == CONFLICT || status == 401 || status == 403;
        if (passing || e.isThrottlingException() || ON_THE_WAY.contains(code.strip())) {
            return new StoreUnavailableException("the store answered " + status + code + " for " + what, e);
        }
        return new IllegalStateException("the store refused the request for " + what + ": " + status + code, e);
    }

    /** Whether a conditional write found its object there already. */
    static boolean isPreconditionFailed(SdkException e) {
        return e instanceof AwsServiceException answer && answer.statusCode() == PRECONDITION_FAILED;
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }
}
