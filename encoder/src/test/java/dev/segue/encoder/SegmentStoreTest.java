package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.FrameTimes;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.StoredObject;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.stage.Lease;
import dev.segue.stage.LeaseLostException;
import dev.segue.storage.StoreUnavailableException;
import dev.segue.testkit.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SegmentStoreTest {
    private static final Lease LEASE = Lease.unlimited();
    private static final byte[] INIT = SampleMp4.init(12_800, 31);
    private static final SegmentsReady EVENT = SampleUnits.ready(
            "v1",
            "mov",
            1,
            SampleUnits.chunk(
                    SampleUnits.picture(SampleUnits.MP4_25),
                    new FrameTimes(0, List.of(new FrameTimes.Run(512, 2))),
                    null,
                    List.of(0),
                    SampleUnits.rendition("v180", 320, 180)));

    private final InMemoryObjectStore objects = new InMemoryObjectStore("vod");
    private final SegmentStore store = new SegmentStore(objects, "vod");

    @Test
    void theFirstRunWritesAndStatesWhatItWrote() throws Exception {
        SegmentEncoded.Output output = run("four", "five!");

        assertThat(output)
                .isEqualTo(new SegmentEncoded.Output(
                        "v180",
                        "avc1.64001f",
                        12_800,
                        described(INIT),
                        100,
                        List.of(
                                new Segment(6, 307_200, 25_600, described(bytes("four"))),
                                new Segment(7, 358_400, 25_600, described(bytes("five!")))),
                        null));
        assertThat(objects.list("vod", ""))
                .containsExactly("v1/v1/v180/00007.m4s", "v1/v1/v180/00008.m4s", "v1/v1/v180/init.mp4");
        assertThat(content("v1/v1/v180/init.mp4")).isEqualTo(INIT);
        assertThat(content("v1/v1/v180/00008.m4s")).isEqualTo(bytes("five!"));
        assertThat(objects.head(new ObjectRef("vod", "v1/v1/v180/init.mp4"))
                        .orElseThrow()
                        .contentType())
                .isEqualTo("video/mp4");
        assertThat(objects.head(new ObjectRef("vod", "v1/v1/v180/00007.m4s"))
                        .orElseThrow()
                        .contentType())
                .isEqualTo("video/iso.segment");
    }

    @Test
    void aSecondRunWithOtherBytesKeepsAndStatesWhatIsThere() throws Exception {
        SegmentEncoded.Output first = run("four", "five!");

        SegmentEncoded.Output second = run("other bytes", "five!");

        assertThat(second).isEqualTo(first);
        assertThat(content("v1/v1/v180/00007.m4s")).isEqualTo(bytes("four"));
    }

    @Test
    void aRunThatBrokeOffIsCompletedByTheNext() throws Exception {
        SegmentStore.Writer first = store.writer(EVENT, "v180", INIT, 12_800, LEASE);
        first.accept(segment(6, "four"));

        SegmentEncoded.Output second = run("other", "five!");

        assertThat(second.segments())
                .extracting(Segment::object)
                .containsExactly(described(bytes("four")), described(bytes("five!")));
    }

    @Test
    void refusesAnotherInitSegmentAndLeavesTheFirst() throws Exception {
        run("four", "five!");
        byte[] other = SampleMp4.init(12_800, 40);

        assertThatThrownBy(() -> store.writer(EVENT, "v180", other, 12_800, LEASE))
                .isInstanceOfSatisfying(
                        GateViolation.class, e -> assertThat(e.code()).isEqualTo("init-differs"))
                .hasMessageContaining(described(INIT).sha256())
                .hasMessageContaining(described(other).sha256());
        assertThat(content("v1/v1/v180/init.mp4")).isEqualTo(INIT);
    }

    @Test
    void eachRenditionHasAnInitSegmentOfItsOwn() throws Exception {
        store.writer(EVENT, "v180", INIT, 12_800, LEASE);
        store.writer(EVENT, "v720", SampleMp4.init(12_800, 40), 12_800, LEASE);

        assertThat(objects.list("vod", "")).containsExactly("v1/v1/v180/init.mp4", "v1/v1/v720/init.mp4");
    }

    @Test
    void asksForTheInitSegmentOnceAMinuteAndNotWithEveryUnit() throws Exception {
        AtomicLong nanos = new AtomicLong();
        SegmentStore inTime = new SegmentStore(objects, "vod", nanos::get);
        ObjectRef init = new ObjectRef("vod", "v1/v1/v180/init.mp4");
        inTime.writer(EVENT, "v180", INIT, 12_800, LEASE);
        objects.delete(init);

        nanos.addAndGet(StoredInits.KEPT.toNanos());
        inTime.writer(EVENT, "v180", INIT, 12_800, LEASE);
        assertThat(objects.head(init)).isEmpty();

        nanos.addAndGet(1);
        inTime.writer(EVENT, "v180", INIT, 12_800, LEASE);
        assertThat(objects.head(init)).isPresent();
    }

    @Test
    void whatIsKnownOfAnInitSegmentIsComparedLikeWhatIsStored() throws Exception {
        run("four", "five!");
        byte[] other = SampleMp4.init(12_800, 40);

        assertThatThrownBy(() -> store.requireSameInit(EVENT, "v180", other)).isInstanceOf(GateViolation.class);
        assertThatThrownBy(() -> new SegmentStore(objects, "vod").requireSameInit(EVENT, "v180", other))
                .isInstanceOf(GateViolation.class);
        assertThatCode(() -> store.requireSameInit(EVENT, "v720", other)).doesNotThrowAnyException();
    }

    @Test
    void aWorkerThatLostItsUnitWritesNothingMore() throws Exception {
        Lease lease = Lease.unlimited();
        SegmentStore.Writer writer = store.writer(EVENT, "v180", INIT, 12_800, lease);
        writer.accept(segment(6, "four"));
        lease.end();

        assertThatThrownBy(() -> writer.accept(segment(7, "five!"))).isInstanceOf(LeaseLostException.class);
        assertThat(objects.list("vod", "")).containsExactly("v1/v1/v180/00007.m4s", "v1/v1/v180/init.mp4");
    }

    @Test
    void aStoreThatIsDownIsNotHidden() throws Exception {
        SegmentStore.Writer writer = store.writer(EVENT, "v180", INIT, 12_800, LEASE);
        objects.setDown(true);

        assertThatThrownBy(() -> writer.accept(segment(6, "four"))).isInstanceOf(StoreUnavailableException.class);
    }

    private SegmentEncoded.Output run(String first, String second) throws Exception {
        SegmentStore.Writer writer = store.writer(EVENT, "v180", INIT, 12_800, LEASE);
        writer.accept(segment(6, first));
        writer.accept(segment(7, second));
        return writer.output();
    }

    private static MediaSegment segment(int number, String content) {
        return new MediaSegment(number, number * 51_200L, 25_600, bytes(content), 50);
    }

    private byte[] content(String key) throws Exception {
        try (var in = objects.read(new ObjectRef("vod", key))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static StoredObject described(byte[] bytes) throws Exception {
        return new StoredObject(
                bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
