package dev.segue.stage;

import static dev.segue.stage.Bench.bytes;
import static dev.segue.stage.Bench.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPartIT {
    @TempDir
    Path folder;

    @Test
    void aggregatesKeepsPoisonAsADeadLetterAndRemembersAcrossARestart() throws Exception {
        try (Bench bench = new Bench(folder, "counted-in", "counted-out");
                Bench.Runtime runtime = bench.runtime()) {
            bench.send(new ProducerRecord<>("counted-in", bytes("v1"), bytes("good")));
            ProducerRecord<byte[], byte[]> poison = new ProducerRecord<>("counted-in", bytes("v2"), bytes("bad"));
            poison.headers().add("ce_id", bytes("v2/1/segment-encoded"));
            bench.send(poison);
            bench.send(new ProducerRecord<>("counted-in", bytes("v1"), bytes("good")));

            try (StagePart part = runtime.parts().streams("counter", topology(), new Properties())) {
                part.start();
                bench.await("counted-out", r -> new String(r.value()).equals("v1 2"));
                assertThat(part.ready()).isTrue();
                assertThat(part.status()).isEqualTo("RUNNING");

                ConsumerRecord<byte[], byte[]> letter = bench.await("counted-in.dlq", "v2");
                assertThat(letter.value()).isEqualTo(bytes("bad"));
                assertThat(header(letter, "ce_id")).isEqualTo("v2/1/segment-encoded");
                assertThat(header(letter, "dlq-stage")).isEqualTo("counter");
                assertThat(header(letter, "dlq-group")).isEqualTo("segue-counter");
                assertThat(header(letter, "dlq-origin-topic")).isEqualTo("counted-in");
                assertThat(header(letter, "dlq-error-code")).isEqualTo("defect");
                assertThat(header(letter, "dlq-error-message")).isEqualTo("not good");
                assertThat(runtime.meters()
                                .get("segue.stage.dead.letters")
                                .tags("stage", "counter", "code", "defect")
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
            bench.send(new ProducerRecord<>("counted-in", bytes("v1"), bytes("good")));
            StagePart again = runtime.parts().streams("counter", topology(), new Properties());
            again.start();
            bench.await("counted-out", r -> new String(r.value()).equals("v1 3"));
            long began = System.nanoTime();
            again.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void waitsForBrokersWhoseNamesDoNotResolve() throws Exception {
        try (Bench bench = new Bench(folder);
                Bench.Runtime runtime = bench.runtime("no-such-broker.invalid:9092", Bench.RETRY);
                StagePart part = runtime.parts().streams("counter", topology(), new Properties())) {
            part.start();
            await().untilAsserted(() -> assertThat(part.status()).contains("Kafka cannot be reached"));
            assertThat(part.ready()).isFalse();
        }
    }

    private static Topology topology() {
        return new Topology()
                .addSource("in", new StringDeserializer(), new StringDeserializer(), "counted-in")
                .addProcessor("count", Counter::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("counts"), Serdes.String(), Serdes.Long()),
                        "count")
                .addSink("out", "counted-out", new StringSerializer(), new StringSerializer(), "count");
    }

    private static final class Counter extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            if (!record.value().equals("good")) {
                throw new IllegalArgumentException("not good");
            }
            KeyValueStore<String, Long> counts = context().getStateStore("counts");
            Long before = counts.get(record.key());
            long now = before == null ? 1 : before + 1;
            counts.put(record.key(), now);
            context().forward(record.withValue(record.key() + " " + now));
        }
    }
}
