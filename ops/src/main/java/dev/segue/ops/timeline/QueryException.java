package dev.segue.ops.timeline;

/** A question that cannot be answered as it is put; the message says what is allowed. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueryException(String message) {
        super(message);
    }

    QueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
