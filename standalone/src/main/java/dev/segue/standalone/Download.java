package dev.segue.standalone;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies a published version out of the store. */
final class Download {
    private Download() {}

    /** Copies to {@code out/<videoId>} and returns that folder. */
    static Path version(ApplicationContext context, Published published, Path out) {
        ObjectStore store = context.getBean(ObjectStore.class);
        String bucket = context.getBean(Buckets.class).vod();
        String prefix = ObjectKeys.version(published.videoId(), published.generation());
        Path folder = out.resolve(published.videoId());
        try {
            for (String key : store.list(bucket, prefix)) {
                Path file = folder.resolve(key.substring(prefix.length()));
                Files.createDirectories(file.getParent());
                try (InputStream in = store.read(new ObjectRef(bucket, key))) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new Fault("the result cannot be written to " + folder + "; check the folder and the free space", e);
        }
    }
}
