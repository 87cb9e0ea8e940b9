package dev.segue.contract;

/** An object in the object store. */
public record ObjectRef(String bucket, String key) {
    public ObjectRef {
        Require.text("bucket", bucket);
        Require.text("key", key);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
