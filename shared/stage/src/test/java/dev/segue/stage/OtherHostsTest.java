package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class OtherHostsTest {
    private static final Failure FAILURE = Failure.of(new TransientFailure("ffmpeg-failed", "status 1"));

    private final FakeSender sender = new FakeSender();
    private final OtherHosts here = new OtherHosts("host-1", () -> true, sender);

    @Test
    void writesTheSameRecordAgainWithANote() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", bytes("v1/1/upload-complete"));
        headers.add("traceparent", bytes("00-1-2-01"));

        here.handOver(origin(headers), FAILURE);

        ProducerRecord<byte[], byte[]> again = sender.written.get(0);
        assertThat(again.topic()).isEqualTo("films");
        assertThat(again.key()).isEqualTo(bytes("v1"));
        assertThat(again.value()).isEqualTo(bytes("{}"));
        headers.forEach(h -> assertThat(again.headers().lastHeader(h.key())).isEqualTo(h));
        assertThat(OtherHosts.noteOn(origin(again.headers())))
                .contains(new OtherHosts.Note("host-1", "ffmpeg-failed", 0));
    }

    @Test
    void countsHowOftenARecordWasPassedOn() throws Exception {
        here.handOver(origin(new RecordHeaders()), FAILURE);
        Origin came = origin(sender.written.get(0).headers());
        OtherHosts.Note note = OtherHosts.noteOn(came).orElseThrow();
        assertThat(here.isHere(note)).isTrue();
        assertThat(new OtherHosts("host-2", () -> true, sender).isHere(note)).isFalse();

        here.passOn(came, note);

        Headers passed = sender.written.get(1).headers();
        assertThat(OtherHosts.noteOn(origin(passed))).contains(new OtherHosts.Note("host-1", "ffmpeg-failed", 1));
        assertThat(passed.headers("segue-failed-host")).hasSize(1);
    }

    @Test
    void findsNoNoteOnARecordThatNobodyTried() {
        assertThat(OtherHosts.noteOn(origin(new RecordHeaders()))).isEqualTo(Optional.empty());
    }

    @Test
    void takesNonsenseInANoteForNothing() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("segue-failed-host", bytes("host-1"));
        headers.add("segue-failed-code", bytes("defect"));
        for (String nonsense : List.of("many", "-2000000000")) {
            headers.add("segue-failed-passes", bytes(nonsense));

            assertThat(OtherHosts.noteOn(origin(headers))).contains(new OtherHosts.Note("host-1", "defect", 0));
        }
    }

    private static Origin origin(Headers headers) {
        return new Origin("films", 0, 7, 0, bytes("v1"), bytes("{}"), headers);
    }
}
