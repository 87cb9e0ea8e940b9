package dev.segue.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every 300 ms at the lag of the encoders' share group, on one thread for the whole process. Measured with Kafka 4.3.1: the
 * lag counts running and waiting units, markers of transactions that no worker has read past yet, and units of transactions that
 * are not committed yet; what was rolled back leaves it as soon as a worker polls.
 */
final class DispatchBacklog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchBacklog.class);
    private static final Duration INTERVAL = Duration.ofMillis(300);
    /** How soon encoders that come or go are noticed. */
    private static final Duration COUNT = Duration.ofSeconds(3);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Admin admin;
    private final DispatchBudget budget;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dispatch-backlog").factory());
    private boolean failing;
    private long countedAt;
    private List<TopicPartition> queue = List.of();

    /**
     * Looks at the backlog for {@code budget} until it is closed.
     *
     * @param admin closed together with this object
     */
    DispatchBacklog(Admin admin, DispatchBudget budget) {
        this.admin = admin;
        this.budget = budget;
    }

    /** Begins to look; asks nothing as long as this process has no task of the dispatcher. */
    @SuppressWarnings("FutureReturnValueIgnored") // look() throws nothing, so the schedule never ends by itself
    DispatchBacklog start() {
        poller.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void look() {
        if (!budget.wantsLook()) {
            return;
        }
        try {
            long askedAt = System.nanoTime();
            if (countedAt == 0 || askedAt - countedAt > COUNT.toNanos()) {
                queue = partitions();
                countMembers();
                countedAt = askedAt;
            }
            budget.observe(lag(), askedAt);
            if (failing) {
                LOG.atInfo()
                        .addKeyValue("group", DispatchTopology.WORKERS)
                        .log("backlog of the encoders is known again");
            }
            failing = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // Not fatal: the next look may succeed, and until then nothing is released. Said once, not some times a
            // second.
            if (!failing) {
                LOG.atWarn()
                        .addKeyValue("group", DispatchTopology.WORKERS)
                        .setCause(e)
                        .log("backlog of the encoders is unknown, no units are released");
            }
            failing = true;
        }
    }

    /** One slot is one member of the workers' group; more pods mean more slots. */
    private void countMembers() throws InterruptedException, ExecutionException, TimeoutException {
        try {
            budget.encoders(get(admin.describeShareGroups(List.of(DispatchTopology.WORKERS))
                            .all())
                    .values()
                    .stream()
                    .mapToInt(group -> group.members().size())
                    .sum());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
            budget.encoders(0);
        }
    }

    /** Offsets that are queued or running. */
    long lag() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, SharePartitionOffsetInfo> known = groupOffsets();
        List<TopicPartition> unread = new ArrayList<>();
        long lag = 0;
        for (TopicPartition partition : queue.isEmpty() ? partitions() : queue) {
            SharePartitionOffsetInfo info = known.get(partition);
            if (info != null && info.lag().isPresent() && info.lag().get() >= 0) {
                lag += info.lag().get();
            } else {
                // Until a group's first acknowledgement the broker knows no lag: everything is still to be done.
                unread.add(partition);
            }
        }
        return lag + records(unread);
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> groupOffsets()
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return get(admin.listShareGroupOffsets(Map.of(DispatchTopology.WORKERS, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(DispatchTopology.WORKERS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic : get(admin.describeTopics(List.of(DispatchTopology.QUEUE))
                        .allTopicNames())
                .values()) {
            topic.partitions().forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
        }
        return partitions;
    }

    private long records(List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (partitions.isEmpty()) {
            return 0;
        }
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> end = new HashMap<>();
        for (TopicPartition partition : partitions) {
            first.put(partition, OffsetSpec.earliest());
            end.put(partition, OffsetSpec.latest());
        }
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        return sum(get(admin.listOffsets(end, committed).all()))
                - sum(get(admin.listOffsets(first, committed).all()));
    }

    private static long sum(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
        return offsets.values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        poller.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
