package dev.segue.storage;

import dev.segue.contract.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object on its way from the store. */
final class S3ObjectStream extends InputStream {
    private final ObjectRef object;
    private final ResponseInputStream<GetObjectResponse> in;
    private boolean ended;

    S3ObjectStream(ObjectRef object, ResponseInputStream<GetObjectResponse> in) {
        this.object = object;
        this.in = in;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        try {
            int n = in.read(buffer, offset, wanted);
            ended |= n < 0;
            return n;
        } catch (IOException e) {
            throw new StoreUnavailableException("the store broke off while sending " + object, e);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            // Closing would first read what is left, be it gigabytes.
            in.abort();
            return;
        }
        try {
            in.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("the connection to the store cannot be closed after " + object, e);
        }
    }
}
