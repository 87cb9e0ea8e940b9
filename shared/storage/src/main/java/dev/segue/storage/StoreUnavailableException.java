package dev.segue.storage;

import dev.segue.contract.CodedFailure;

/** The store did not answer, or not as it should; trying again may help. */
public final class StoreUnavailableException extends RuntimeException implements CodedFailure {
    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String code() {
        return "store-unavailable";
    }

    @Override
    public boolean passing() {
        return true;
    }
}
