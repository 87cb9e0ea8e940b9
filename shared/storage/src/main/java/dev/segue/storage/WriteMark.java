package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Goes with one write as metadata of the object ({@code x-amz-meta-segue-write}). When the answer to a conditional write is lost,
 * the SDK tries again and is refused because of its own first try; by the mark the write knows itself again.
 */
final class WriteMark {
    private static final String NAME = "segue-write";

    private final String value = UUID.randomUUID().toString();

    Map<String, String> metadata() {
        return Map.of(NAME, value);
    }

    /**
     * Whether the object that is there now was written with this mark.
     *
     * @throws StoreUnavailableException when the store does not say
     */
    boolean isOn(S3Client s3, ObjectRef object) {
        try {
            HeadObjectResponse there =
                    s3.headObject(r -> r.bucket(object.bucket()).key(object.key()));
            // Names of headers have no case, and some servers write them in their own.
            return there.metadata().entrySet().stream()
                    .anyMatch(e ->
                            e.getKey().equalsIgnoreCase(NAME) && e.getValue().equals(value));
        } catch (SdkException e) {
            RuntimeException why = S3Errors.translate(object, e);
            if (why instanceof ObjectMissingException) {
                return false;
            }
            throw why;
        }
    }
}
