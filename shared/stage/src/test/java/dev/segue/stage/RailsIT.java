package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.guarantees.NeverHeldUnseen;
import dev.segue.stage.guarantees.NothingLost;
import dev.segue.stage.guarantees.Observed;
import dev.segue.stage.guarantees.Task;
import dev.segue.stage.guarantees.WorkShared;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seven guard rails that keep share groups from losing or hoarding work. Each is tested twice: with it a guarantee holds,
 * without it the same guarantee is broken, which shows that the rail is needed and that its test can fail.
 */
class RailsIT {
    private static final UnaryOperator<ShareConsumer<byte[], byte[]>> KEPT = consumer -> consumer;
    private static final int LOCK_MS = 1000;

    @TempDir
    static Path folder;

    private static Bench bench;
    private RailCrew crew;

    @BeforeAll
    static void startBroker() throws Exception {
        bench = new Bench(folder);
    }

    @AfterAll
    static void stopBroker() {
        bench.close();
    }

    @AfterEach
    void stopCrew() throws Exception {
        if (crew != null) {
            crew.close();
        }
    }

    // Rail 1: share.acquire.mode=record_limit and max.poll.records=1.

    @Test
    void aBurstIsSharedByAllWorkers() throws Exception {
        Observed run = burst("burst", 1, KEPT);

        assertThat(new WorkShared(2).violations(run)).isEmpty();
        assertThat(new NeverHeldUnseen().violations(run)).isEmpty();
    }

    @Test
    void withoutTheRecordLimitAWorkerIsHandedAWholeBurstAndUsesUpItsDeliveries() throws Exception {
        Observed run = burst("burst-whole", 1, consumer -> {
            consumer.close();
            Map<String, Object> config = new KafkaSettings(bench.kafka.bootstrapServers(), null).client();
            config.put("group.id", "segue-burst-whole");
            config.put("share.acknowledgement.mode", "explicit");
            config.put("max.poll.records", 1);
            return new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        });

        assertThat(new NeverHeldUnseen().violations(run)).isNotEmpty();
    }

    // Rail 2: a renewal is sent by commitSync and never by the next poll.

    @Test
    void aWorkerThatRenewsHoldsNothingBehindItsJob() throws Exception {
        assertThat(new NeverHeldUnseen().violations(behindALongJob("renew", KEPT)))
                .isEmpty();
    }

    @Test
    void aRenewalLeftToTheNextPollHoldsTheNextRecordUnseen() throws Exception {
        Observed run = behindALongJob("renew-by-poll", consumer -> new ForwardingShareConsumer(consumer) {
            private boolean renewing;

            @Override
            public void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
                renewing = type == AcknowledgeType.RENEW;
                real.acknowledge(record, type);
            }

            @Override
            public Map<TopicIdPartition, java.util.Optional<KafkaException>> commitSync(Duration timeout) {
                return renewing ? Map.of() : real.commitSync(timeout);
            }
        });

        assertThat(new NeverHeldUnseen().violations(run)).isNotEmpty();
    }

    // Rail 3: a consumer that is idle is polled or closed.

    @Test
    void anIdleWorkerTakesWhatComes() throws Exception {
        assertThat(new NeverHeldUnseen().violations(whileOneIsIdle("idle", KEPT)))
                .isEmpty();
    }

    @Test
    void anIdleConsumerLeftAloneHoldsTheNextRecordUnseen() throws Exception {
        Observed run = whileOneIsIdle("idle-alone", consumer -> new ForwardingShareConsumer(consumer) {
            private final SlotState state = new SlotState();

            @Override
            public void subscribe(Collection<String> topics) {
                real.subscribe(topics);
                state.opened(real);
            }

            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                if (state.ready()) {
                    // As a slot that looks after another consumer meanwhile.
                    pause(Duration.ofSeconds(3));
                }
                state.polled();
                return real.poll(timeout);
            }
        });

        assertThat(new NeverHeldUnseen().violations(run)).isNotEmpty();
    }

    // Rail 4: one partition and one topic for each group.

    @Test
    void withMorePartitionsAWorkerIdlesBesideWaitingWork() throws Exception {
        // With one partition: aBurstIsSharedByAllWorkers.
        assertThat(new WorkShared(2).violations(burst("burst-spread", 4, KEPT))).isNotEmpty();
    }

    // Rail 5: the group's settings are there before its first member.

    @Test
    void whatWasWrittenBeforeTheFirstMemberIsDone() throws Exception {
        assertThat(new NothingLost().violations(writtenBefore("early", true))).isEmpty();
    }

    @Test
    void withoutItsSettingsAGroupSkipsWhatWasWrittenBefore() throws Exception {
        assertThat(new NothingLost().violations(writtenBefore("early-unset", false)))
                .containsExactly("early-unset-quick-1 was neither stated nor kept as a dead letter");
    }

    // Rail 6: we count deliveries and write the dead letter before the broker's limit.

    @Test
    void whatTakesWorkersDownIsKeptBeforeTheBrokerDropsIt() throws Exception {
        assertThat(new NothingLost().violations(fatal("fatal", 1))).isEmpty();
    }

    @Test
    void theBrokerDropsSilentlyWhatIsDeliveredUpToItsLimit() throws Exception {
        assertThat(new NothingLost().violations(fatal("fatal-uncounted", 9)))
                .containsExactly("fatal-uncounted-quick-1 was neither stated nor kept as a dead letter");
    }

    // Rail 7: the result is written before the record is accepted.

    @Test
    void aWorkerThatDiesWhileItStatesItsResultLosesNothing() throws Exception {
        AtomicBoolean died = new AtomicBoolean();
        Observed run = stated("publish", real -> records -> {
            if (!died.getAndSet(true)) {
                throw new InterruptedException("dies before it has written");
            }
            real.send(records);
        });

        assertThat(new NothingLost().violations(run)).isEmpty();
    }

    @Test
    void aWorkerThatAcceptsBeforeItsResultIsWrittenLosesItWhenItDies() throws Exception {
        Observed run = stated("publish-later", real -> records -> {
            // Left to a buffer that dies with the process.
        });

        assertThat(new NothingLost().violations(run))
                .containsExactly("publish-later-quick-1 was neither stated nor kept as a dead letter");
    }

    private Observed burst(String topic, int partitions, UnaryOperator<ShareConsumer<byte[], byte[]>> rail)
            throws Exception {
        Map<String, String> group = new HashMap<>(groupConfig());
        // Long enough for one worker to do it all: what it hoards must not come to the other by a lock that ends.
        group.put("share.record.lock.duration.ms", "15000");
        crew = new RailCrew(bench, topic, partitions, group);
        crew.hire("a", rail);
        crew.hire("b", rail);
        crew.awaitReady();
        List<Task> tasks = IntStream.range(0, 20)
                .mapToObj(i -> Task.of(topic, Task.Kind.QUICK, i))
                .toList();
        crew.give(tasks);
        crew.awaitBegun(tasks);
        return crew.observed(tasks);
    }

    private Observed behindALongJob(String topic, UnaryOperator<ShareConsumer<byte[], byte[]>> rail) throws Exception {
        crew = crew(topic, 1);
        Task slow = Task.of(topic, Task.Kind.SLOW, 1);
        Task next = Task.of(topic, Task.Kind.QUICK, 2);
        crew.hire("a", rail);
        crew.give(List.of(slow, next));
        crew.awaitBegun(List.of(slow));
        // Several renewals, and with them several polls.
        pause(Duration.ofMillis(LOCK_MS));
        crew.hire("b", KEPT);
        crew.awaitBegun(List.of(slow, next));
        return crew.observed(List.of(slow, next));
    }

    private Observed whileOneIsIdle(String topic, UnaryOperator<ShareConsumer<byte[], byte[]>> rail) throws Exception {
        crew = crew(topic, 1);
        crew.hire("a", rail);
        crew.awaitReady();
        pause(Duration.ofMillis(500));
        Task task = Task.of(topic, Task.Kind.QUICK, 1);
        crew.give(List.of(task));
        pause(Duration.ofMillis(200));
        crew.hire("b", KEPT);
        crew.awaitBegun(List.of(task));
        return crew.observed(List.of(task));
    }

    private Observed writtenBefore(String topic, boolean settings) throws Exception {
        crew = settings ? crew(topic, 1) : new RailCrew(bench, topic, 1, Map.of());
        Task early = Task.of(topic, Task.Kind.QUICK, 1);
        Task marker = Task.of(topic, Task.Kind.QUICK, 2);
        crew.give(List.of(early));
        crew.hire("a", KEPT);
        crew.awaitReady();
        crew.give(List.of(marker));
        crew.awaitBegun(List.of(marker));
        return crew.observed(List.of(early));
    }

    private Observed fatal(String topic, int deliveries) throws Exception {
        Map<String, String> group = new HashMap<>(groupConfig());
        group.put("share.delivery.count.limit", "2");
        AtomicInteger taken = new AtomicInteger();
        RetrySettings retry = new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1), deliveries);
        try (SuiteTopic work = new SuiteTopic(bench.kafka.bootstrapServers(), topic);
                Bench.Runtime runtime = Bench.Runtime.of(
                        bench.kafka.bootstrapServers(), folder, retry, Map.of("segue-" + topic, group));
                StagePart part = runtime.start(topic, 1, (event, job) -> {
                    taken.incrementAndGet();
                    throw new InterruptedException("the process is gone");
                })) {
            return over(work, topic);
        }
    }

    private Observed stated(String topic, UnaryOperator<RecordSender> rail) throws Exception {
        try (SuiteTopic work = new SuiteTopic(bench.kafka.bootstrapServers(), topic);
                Bench.Runtime runtime = Bench.Runtime.of(
                        bench.kafka.bootstrapServers(),
                        folder,
                        Bench.RETRY,
                        Bench.CIRCUIT,
                        Bench.HOST,
                        Map.of("segue-" + topic, groupConfig()),
                        rail);
                StagePart part = runtime.start(topic, 1, (event, job) -> Outcome.emit(Bench.scanned(event)))) {
            return over(work, topic);
        }
    }

    /** Gives one task and waits until the broker has settled it. */
    private static Observed over(SuiteTopic work, String topic) throws Exception {
        List<Task> tasks = List.of(Task.of(topic, Task.Kind.QUICK, 1));
        work.give(tasks);
        await().atMost(20, TimeUnit.SECONDS).ignoreExceptions().until(() -> work.unsettled() == 0);
        work.ended();
        work.ended();
        return new Observed(tasks, List.of(), work.stated(), work.letters(), Map.of(), List.of(), work.unsettled());
    }

    private static RailCrew crew(String topic, int partitions) throws Exception {
        return new RailCrew(bench, topic, partitions, groupConfig());
    }

    private static Map<String, String> groupConfig() {
        Map<String, String> config =
                new HashMap<>(TopicCatalogue.builtIn().shareGroups().get("segue-scanner"));
        config.put("share.record.lock.duration.ms", String.valueOf(LOCK_MS));
        return config;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
