package dev.segue.storage;

import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What lies in a bucket, page by page. */
final class S3Listing {
    private final S3Client s3;

    S3Listing(S3Client s3) {
        this.s3 = s3;
    }

    void each(String bucket, String prefix, Consumer<ObjectStore.Listed> listener) {
        for (ListObjectsV2Response page : pages(bucket, prefix, null)) {
            page.contents().forEach(o -> listener.accept(new ObjectStore.Listed(o.key(), o.size(), o.lastModified())));
        }
    }

    void children(String bucket, String folder, Consumer<String> listener) {
        for (ListObjectsV2Response page : pages(bucket, folder, "/")) {
            page.commonPrefixes().forEach(p -> listener.accept(p.prefix().substring(folder.length())));
            page.contents().forEach(o -> listener.accept(o.key().substring(folder.length())));
        }
    }

    /** Each page is asked for when it is wanted; a fault of whoever listens is not taken for one of the store. */
    private Iterable<ListObjectsV2Response> pages(String bucket, String prefix, @Nullable String delimiter) {
        String what = "s3://" + bucket + "/" + prefix;
        Iterator<ListObjectsV2Response> pages = s3.listObjectsV2Paginator(
                        r -> r.bucket(bucket).prefix(prefix).delimiter(delimiter))
                .iterator();
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return S3Errors.translating(what, pages::hasNext);
            }

            @Override
            public ListObjectsV2Response next() {
                return S3Errors.translating(what, pages::next);
            }
        };
    }
}
