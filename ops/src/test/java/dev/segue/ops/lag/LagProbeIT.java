package dev.segue.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.ops.deadletter.LetterId;
import dev.segue.ops.deadletter.OpenLetters;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One cluster whose groups fall behind and catch up, in this order. What is written bears times of long ago, so that ages can be told. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LagProbeIT {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Instant DAY_AGO = NOW.minus(Duration.ofDays(1));
    private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
    private static final Instant MINUTE_AGO = NOW.minus(Duration.ofMinutes(1));

    @TempDir
    static Path data;

    private static Cluster cluster;
    private static LagProbe probe;
    private static Cluster.Worker busy;
    private static Cluster.Worker idle;
    private static ConsumerRecord<byte[], byte[]> held;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(data);
        probe = probe();
    }

    @AfterAll
    static void stop() throws Exception {
        probe.close();
        cluster.close();
    }

    private static PartitionLag facts(int partition) {
        return group("segue-counter").partitions().get(partition);
    }

    private static LagProbe probe() {
        return new LagProbe(
                cluster.settings(), Cluster.CATALOGUE, Pattern.compile("segue-.*|audit"), Clock.systemUTC());
    }

    @Test
    @Order(1)
    void allThatLiesInATopicIsBehindForAGroupThatHasNeverReadIt() {
        cluster.write("work", 0, DAY_AGO, HOUR_AGO);
        cluster.write("facts", 1, HOUR_AGO);

        GroupLag worker = group("segue-worker");
        assertThat(worker.kind()).isEqualTo(GroupKind.SHARE);
        assertThat(worker.state()).isEqualTo("Unknown");
        assertThat(worker.members()).isZero();
        assertThat(worker.partitions()).containsExactly(new PartitionLag("work", 0, 0, 2, DAY_AGO, true));
        GroupLag counter = group("segue-counter");
        assertThat(counter.kind()).isEqualTo(GroupKind.STREAMS);
        assertThat(counter.partitions())
                .containsExactly(
                        new PartitionLag("facts", 0, 0, 0, null, true),
                        new PartitionLag("facts", 1, 0, 1, HOUR_AGO, true));
    }

    @Test
    @Order(2)
    void aShareGroupIsKnownToBeBehindBeforeItsFirstAcknowledgement() {
        busy = cluster.worker();
        held = busy.take();

        GroupLag worker = group("segue-worker");
        assertThat(worker.state()).isEqualTo("Stable");
        assertThat(worker.members()).isEqualTo(1);
        assertThat(work(worker)).as("one runs, one waits").isEqualTo(new PartitionLag("work", 0, 0, 2, DAY_AGO, true));
    }

    @Test
    @Order(3)
    void nothingIsBehindWhenAllIsFinishedWhateverMarkersLieAtTheEnd() {
        busy.finish(held);
        assertThat(work(group("segue-worker")).oldest()).isEqualTo(HOUR_AGO);
        busy.finish(busy.take());

        PartitionLag lag = work(group("segue-worker"));
        assertThat(lag.records()).isZero();
        assertThat(lag.oldest()).isNull();
        assertThat(lag.exact()).isTrue();
    }

    @Test
    @Order(4)
    void aRunningRecordIsBehindEvenWhenAnIdleWorkerHasReadPastItsMarker() {
        cluster.write("work", 0, MINUTE_AGO);
        held = busy.take();
        idle = cluster.worker();
        for (int i = 0; i < 20; i++) {
            idle.idle();
        }

        // What was finished a day ago still lies at the group's start, and its age must not be taken for this one's.
        assertThat(work(group("segue-worker")).records()).isEqualTo(1);
        assertThat(work(group("segue-worker")).oldest()).isEqualTo(MINUTE_AGO);
        try (LagProbe fresh = probe()) {
            assertThat(work(group(fresh, "segue-worker")).oldest())
                    .as("also for one who has just begun to look")
                    .isEqualTo(MINUTE_AGO);
        }
    }

    @Test
    @Order(5)
    void whereTheBrokersRecordsCannotBeReadItsOwnNumbersAreShownAsAtMost() {
        try (LagProbe blind = new LagProbe(
                cluster.settings(), Cluster.CATALOGUE, Pattern.compile("segue-.*"), Clock.systemUTC(), "facts")) {
            PartitionLag lag = work(group(blind, "segue-worker"));

            assertThat(lag.exact()).isFalse();
            assertThat(lag.records()).isEqualTo(1);
            assertThat(lag.oldest()).isBeforeOrEqualTo(MINUTE_AGO);
        }
    }

    @Test
    @Order(6)
    void theOldestIsTheOneThatRunsWhenYoungerOnesWereFinishedBeforeIt() {
        cluster.write("work", 0, NOW, NOW, NOW);
        idle.finish(idle.take());
        idle.finish(idle.take());

        assertThat(work(group("segue-worker")).records()).isEqualTo(2);
        assertThat(work(group("segue-worker")).oldest()).isEqualTo(MINUTE_AGO);

        busy.finish(held);
        assertThat(work(group("segue-worker")).records()).isEqualTo(1);
        assertThat(work(group("segue-worker")).oldest()).isEqualTo(NOW);
        idle.finish(idle.take());
        await().untilAsserted(
                        () -> assertThat(work(group("segue-worker")).records()).isZero());
    }

    @Test
    @Order(7)
    void aPlainConsumerIsNotBehindByTheMarkerOfTheLastTransaction() {
        cluster.write("facts", 1, MINUTE_AGO);
        try (var consumer = cluster.consumer("audit", 2)) {
            GroupLag audit = group("audit");
            assertThat(audit.kind()).isEqualTo(GroupKind.CONSUMER);
            assertThat(audit.members()).isEqualTo(1);
            assertThat(audit.partitions()).extracting(PartitionLag::records).containsOnly(0L);

            cluster.write("facts", 1, NOW, NOW);

            assertThat(group("audit").partitions().getLast().records()).isEqualTo(2);
            assertThat(group("audit").partitions().getLast().oldest()).isEqualTo(NOW);
        }
    }

    @Test
    @Order(8)
    void ofWhatLiesFarBehindOnlyTheOldestIsReadAndTheRestCountedByOffsets() {
        cluster.writeTogether("facts", 0, NOW, 2_000);

        PartitionLag lag = group("segue-counter").partitions().getFirst();
        assertThat(lag.exact()).isFalse();
        assertThat(lag.oldest()).isEqualTo(NOW);
        assertThat(lag.records()).as("with the marker").isEqualTo(2_001);
    }

    @Test
    @Order(9)
    void whatLiesInAnOpenTransactionIsBehindToo() {
        long before = facts(1).records();

        cluster.whileOneIsOpen("facts", 1, () -> assertThat(facts(1).records()).isEqualTo(before + 1));

        await().untilAsserted(() -> assertThat(facts(1).records()).isEqualTo(before));
    }

    @Test
    @Order(10)
    void countsTheOpenLettersOfEachTopicAndReadsWhatIsNew() throws Exception {
        try (OpenLetters open = new OpenLetters(cluster.settings(), Cluster.CATALOGUE)) {
            assertThat(open.look())
                    .containsExactlyInAnyOrder(
                            new OpenLetters.Depth("work.dlq", 0, null),
                            new OpenLetters.Depth("dead-letter-quarantine", 0, null));

            cluster.write("work.dlq", 0, HOUR_AGO, DAY_AGO, MINUTE_AGO);
            // A transaction is committed a moment before its records can be read.
            await().untilAsserted(
                            () -> assertThat(open.look()).contains(new OpenLetters.Depth("work.dlq", 3, DAY_AGO)));

            new DeadLetters(cluster.settings(), Cluster.CATALOGUE, Clock.systemUTC())
                    .discard(letter("work.dlq/0/2"), DeadLetters.Place.OPEN, "ann", "of no use");
            await().untilAsserted(
                            () -> assertThat(open.look()).contains(new OpenLetters.Depth("work.dlq", 2, HOUR_AGO)));
            try (OpenLetters fresh = new OpenLetters(cluster.settings(), Cluster.CATALOGUE)) {
                assertThat(fresh.look()).containsExactlyElementsOf(open.look());
            }
        }
    }

    private static LetterFilter letter(String id) {
        return new LetterFilter(LetterId.of(id), null, null, null, null, null, null, null, null);
    }

    private static PartitionLag work(GroupLag worker) {
        assertThat(worker.partitions()).hasSize(1);
        return worker.partitions().getFirst();
    }

    private static GroupLag group(String name) {
        return group(probe, name);
    }

    private static GroupLag group(LagProbe of, String name) {
        return of.look().groups().stream()
                .filter(g -> g.group().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
