package dev.segue.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.segue.contract.ObjectRef;
import dev.segue.storage.ObjectStore.Info;
import dev.segue.storage.ObjectStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store promises. Keys are new in every test, so one store serves them all. */
public abstract class ObjectStoreContract {
    protected static final String BUCKET = "contract";
    private static final int MIB = 1 << 20;

    private final String run = UUID.randomUUID().toString();

    /** A store in which {@link #BUCKET} exists. */
    protected abstract ObjectStore store();

    protected final ObjectRef object(String name) {
        return new ObjectRef(BUCKET, run + "/" + name);
    }

    @Test
    public void givesBackWhatWasPut() throws IOException {
        store().put(object("a"), bytes(1000), "video/mp4");

        assertThat(store().head(object("a"))).contains(new Info(1000, "video/mp4"));
        assertThat(readAll(object("a"))).isEqualTo(bytes(1000));
    }

    @Test
    public void givesBackTheLastOfTwoPuts() throws IOException {
        store().put(object("a"), bytes(1000), "video/mp4");
        store().put(object("a"), bytes(10), "text/plain");

        assertThat(store().head(object("a"))).contains(new Info(10, "text/plain"));
        assertThat(readAll(object("a"))).isEqualTo(bytes(10));
    }

    @Test
    public void storesAFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a"), bytes(70_000));

        store().put(object("a"), file, "video/mp4");

        assertThat(readAll(object("a"))).isEqualTo(bytes(70_000));
    }

    @Test
    public void saysThatAnObjectIsMissing() {
        ObjectRef missing = object("missing");

        assertThat(store().head(missing)).isEmpty();
        assertThatThrownBy(() -> readAll(missing))
                .isInstanceOf(ObjectMissingException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> store().read(missing, 0, 10)).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store().copy(missing, object("b"))).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    public void saysThatABucketIsMissing() {
        ObjectRef nowhere = new ObjectRef("no-such-bucket", "a");

        assertThat(store().head(nowhere)).isEmpty();
        assertThatThrownBy(() -> store().put(nowhere, bytes(1), "text/plain"))
                .isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store().list("no-such-bucket", "")).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    public void readsRangesAndFewerBytesAtTheEnd() {
        store().put(object("a"), "0123456789".getBytes(StandardCharsets.US_ASCII), "text/plain");

        assertThat(store().read(object("a"), 2, 3)).asString().isEqualTo("234");
        assertThat(store().read(object("a"), 8, 100)).asString().isEqualTo("89");
        assertThat(store().read(object("a"), 10, 5)).isEmpty();
        assertThat(store().read(object("a"), 0, 0)).isEmpty();
    }

    @Test
    public void aHalfReadStreamCanBeClosed() throws IOException {
        store().put(object("a"), bytes(3 * MIB), "video/mp4");

        try (InputStream in = store().read(object("a"))) {
            assertThat(in.readNBytes(10)).isEqualTo(head(bytes(3 * MIB), 10));
        }

        assertThat(store().read(object("a"), 0, 10)).hasSize(10);
    }

    @Test
    public void putIfAbsentWritesOnlyOnce() throws IOException {
        assertThat(store().putIfAbsent(object("a"), bytes(5), "text/plain")).isTrue();
        assertThat(store().putIfAbsent(object("a"), bytes(9), "text/plain")).isFalse();

        assertThat(readAll(object("a"))).isEqualTo(bytes(5));
    }

    @Test
    public void ofManyConcurrentPutsIfAbsentOneStays() throws Exception {
        try (var executor = Executors.newFixedThreadPool(8)) {
            var calls = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(
                            i -> () -> store().putIfAbsent(object("a"), bytes(100 + i), "text/plain"))
                    .toList();

            long winners = executor.invokeAll(calls).stream()
                    .filter(f -> f.resultNow())
                    .count();

            // A try that wrote but was answered too late counts as lost by its own second try.
            assertThat(winners).isLessThanOrEqualTo(1);
            int kept = readAll(object("a")).length;
            assertThat(kept).isBetween(100, 107);
            assertThat(store().putIfAbsent(object("a"), bytes(5), "text/plain")).isFalse();
            assertThat(readAll(object("a"))).isEqualTo(bytes(kept));
        }
    }

    @Test
    public void replacesOnlyWhatIsAsExpected() throws IOException {
        assertThat(store().replace(object("a"), bytes(5), bytes(6), "text/plain"))
                .as("nothing is there")
                .isFalse();
        store().put(object("a"), bytes(5), "text/plain");
        assertThat(store().replace(object("a"), bytes(4), bytes(6), "text/plain"))
                .isFalse();
        assertThat(readAll(object("a"))).isEqualTo(bytes(5));

        assertThat(store().replace(object("a"), bytes(5), bytes(6), "text/plain"))
                .isTrue();

        assertThat(readAll(object("a"))).isEqualTo(bytes(6));
    }

    @Test
    public void storesAnEmptyStream() {
        Stored stored = store().putStream(object("a"), InputStream.nullInputStream(), "video/mp4", 10);

        assertThat(stored).isEqualTo(new Stored(0, sha256(new byte[0])));
        assertThat(store().head(object("a"))).contains(new Info(0, "video/mp4"));
    }

    @Test
    public void storesStreamsOfOneAndOfManyPartsWithTheirSha256() throws IOException {
        for (int length : new int[] {1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 33 * MIB + 7}) {
            ObjectRef object = object("of-" + length);

            Stored stored = store().putStream(object, new ByteArrayInputStream(bytes(length)), "video/mp4", length);

            assertThat(stored).isEqualTo(new Stored(length, sha256(bytes(length))));
            assertThat(store().head(object)).contains(new Info(length, "video/mp4"));
            assertThat(sha256(readAll(object))).isEqualTo(stored.sha256());
        }
    }

    @Test
    public void aStreamOverTheLimitLeavesNothing() {
        for (int length : new int[] {100, 20 * MIB}) {
            assertThatThrownBy(() -> store().putStream(
                                    object("a"), new ByteArrayInputStream(bytes(length)), "video/mp4", length - 1))
                    .isInstanceOf(ObjectTooLargeException.class);

            assertThat(store().head(object("a"))).isEmpty();
        }
    }

    @Test
    public void aStreamThatBreaksOffLeavesNothing() {
        for (int length : new int[] {100, 20 * MIB}) {
            InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes(length)), new Broken());

            assertThatThrownBy(() -> store().putStream(object("a"), broken, "video/mp4", Long.MAX_VALUE))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(store().head(object("a"))).isEmpty();
        }
    }

    @Test
    public void aStreamDoesNotReplaceAnObjectThatMustNotChange() throws IOException {
        store().putStreamIfAbsent(object("a"), new ByteArrayInputStream(bytes(10)), "video/mp4", 100);

        for (int length : new int[] {20, 9 * MIB}) {
            assertThatThrownBy(() -> store().putStreamIfAbsent(
                                    object("a"), new ByteArrayInputStream(bytes(length)), "video/mp4", length))
                    .isInstanceOf(ObjectExistsException.class);
        }

        assertThat(readAll(object("a"))).isEqualTo(bytes(10));
    }

    @Test
    public void copiesBytesAndContentType() throws IOException {
        store().put(object("a"), bytes(1000), "video/x-matroska");

        store().copy(object("a"), object("b"));

        assertThat(store().head(object("b"))).contains(new Info(1000, "video/x-matroska"));
        assertThat(readAll(object("b"))).isEqualTo(bytes(1000));
        assertThat(store().head(object("a"))).isPresent();
    }

    @Test
    public void listsKeysSortedByPrefix() {
        for (String name : new String[] {"list/b/2", "list/a/1", "list/b/1", "other"}) {
            store().put(object(name), bytes(1), "text/plain");
        }

        assertThat(store().list(BUCKET, run + "/list/b/")).containsExactly(run + "/list/b/1", run + "/list/b/2");
        assertThat(store().list(BUCKET, run + "/list/")).hasSize(3);
        assertThat(store().list(BUCKET, run + "/none/")).isEmpty();
    }

    @Test
    public void tellsSizeAndAgeOfEachObjectUnderAPrefix() {
        Instant before = Instant.now().minusSeconds(5);
        store().put(object("each/a/1"), bytes(7), "text/plain");
        store().put(object("each/a/2"), bytes(9), "text/plain");
        store().put(object("each/b"), bytes(1), "text/plain");

        List<ObjectStore.Listed> listed = new ArrayList<>();
        store().each(BUCKET, run + "/each/a/", listed::add);

        assertThat(listed)
                .extracting(o -> o.key().substring(run.length()), ObjectStore.Listed::bytes)
                .containsExactly(tuple("/each/a/1", 7L), tuple("/each/a/2", 9L));
        assertThat(listed).allSatisfy(o -> assertThat(o.modified())
                .isBetween(before, Instant.now().plusSeconds(5)));
    }

    @Test
    public void tellsWhatLiesDirectlyInAFolder() {
        store().put(object("children/a/1"), bytes(1), "text/plain");
        store().put(object("children/a/2"), bytes(1), "text/plain");
        store().put(object("children/b/c/3"), bytes(1), "text/plain");
        store().put(object("children/d"), bytes(1), "text/plain");

        List<String> children = new ArrayList<>();
        store().children(BUCKET, run + "/children/", children::add);

        assertThat(children).containsExactlyInAnyOrder("a/", "b/", "d");
    }

    @Test
    public void deletesAndDoesNotMindWhenThereIsNothing() {
        store().put(object("a"), bytes(1), "text/plain");

        store().delete(object("a"));
        store().delete(object("a"));

        assertThat(store().head(object("a"))).isEmpty();
    }

    @Test
    public void ensuresABucketMoreThanOnce() {
        String bucket = "bucket-" + run;

        store().ensureBucket(bucket);
        store().ensureBucket(bucket);

        assertThat(store().list(bucket, "")).isEmpty();
    }

    protected final byte[] readAll(ObjectRef object) throws IOException {
        try (InputStream in = store().read(object)) {
            return in.readAllBytes();
        }
    }

    protected static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    protected static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] head(byte[] bytes, int length) {
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** Fails at once, as a connection does that the other side has closed. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    }
}
