package dev.segue.stage;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the suite's workers put the result of a unit: the first one stays. */
interface Results extends AutoCloseable {
    /** Stores a result unless there is one, and returns the one that is there. */
    String keep(String unit, String result) throws IOException;

    /** All results by unit. */
    Map<String, String> all() throws IOException;

    @Override
    void close();

    /** @param address a folder, or {@code http://host:port} of a store with its secret key after a space */
    static Results at(String address) throws IOException {
        return address.startsWith("http") ? new InS3(address) : new InFolder(Path.of(address));
    }

    /** In files: a link is made as a whole or not at all. */
    record InFolder(Path folder) implements Results {
        @Override
        public String keep(String unit, String result) throws IOException {
            Path file = folder.resolve(unit);
            Path fresh = Files.writeString(Files.createTempFile(folder, "fresh", ".tmp"), result);
            try {
                Files.createLink(file, fresh);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file);
            } finally {
                Files.delete(fresh);
            }
            return result;
        }

        @Override
        public Map<String, String> all() throws IOException {
            Map<String, String> all = new HashMap<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> !f.toString().endsWith(".tmp")).toList()) {
                    all.put(file.getFileName().toString(), Files.readString(file));
                }
            }
            return all;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** In a real store, under the rule that encoders follow. */
    final class InS3 implements Results {
        private static final String BUCKET = "results";

        private final S3ObjectStore store;

        InS3(String address) {
            List<String> parts = List.of(address.split(" "));
            store = S3ObjectStore.connect(
                    new StorageSettings(URI.create(parts.get(0)), "us-east-1", "segue", parts.get(1), true));
        }

        void prepare() {
            store.ensureBucket(BUCKET);
        }

        @Override
        public String keep(String unit, String result) throws IOException {
            ObjectRef object = new ObjectRef(BUCKET, unit);
            if (store.putIfAbsent(object, result.getBytes(StandardCharsets.UTF_8), "text/plain")) {
                return result;
            }
            return read(object);
        }

        private String read(ObjectRef object) throws IOException {
            try (InputStream in = store.read(object)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        @Override
        public Map<String, String> all() throws IOException {
            Map<String, String> all = new HashMap<>();
            for (String key : store.list(BUCKET, "")) {
                all.put(key, read(new ObjectRef(BUCKET, key)));
            }
            return all;
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
