package dev.segue.ops;

/** Headers that the stages' runtime adds to a record when it gives up on it. */
final class DeadLetterHeaders {
    static final String STAGE = "dlq-stage";
    static final String CODE = "dlq-error-code";
    static final String MESSAGE = "dlq-error-message";

    private DeadLetterHeaders() {}
}
