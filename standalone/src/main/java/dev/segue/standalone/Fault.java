package dev.segue.standalone;

/** Something failed that the user can do something about; the message says what. */
final class Fault extends RuntimeException {
    Fault(String message) {
        super(message);
    }

    Fault(String message, Throwable cause) {
        super(message + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return " (" + (root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage()) + ")";
    }
}
