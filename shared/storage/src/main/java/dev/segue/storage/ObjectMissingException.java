package dev.segue.storage;

import dev.segue.contract.CodedFailure;

/** The object is not in the store. It may be on its way back: somebody may have removed it by mistake. */
public final class ObjectMissingException extends RuntimeException implements CodedFailure {
    public ObjectMissingException(String message) {
        super(message);
    }

    public ObjectMissingException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "object-missing";
    }

    @Override
    public boolean passing() {
        return true;
    }
}
