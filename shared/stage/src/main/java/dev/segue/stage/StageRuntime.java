package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.Topology;

/** Puts parts together. */
final class StageRuntime implements StageParts, AutoCloseable {
    private final TopicCatalogue catalogue;
    private final KafkaClients clients;
    private final RecordSender sender;
    private final KafkaEventPublisher publisher;
    private final EventCodec codec;
    private final ScratchFolders scratch;
    private final RetrySettings retry;
    private final DrainSettings drain;
    private final StreamsSettings streams;
    private final MeterRegistry registry;
    private final RandomGenerator random;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("deadlines").daemon().factory());

    StageRuntime(
            TopicCatalogue catalogue,
            KafkaClients clients,
            RecordSender sender,
            KafkaEventPublisher publisher,
            EventCodec codec,
            ScratchFolders scratch,
            RetrySettings retry,
            DrainSettings drain,
            StreamsSettings streams,
            MeterRegistry registry,
            RandomGenerator random,
            Clock clock) {
        this.catalogue = catalogue;
        this.clients = clients;
        this.sender = sender;
        this.publisher = publisher;
        this.codec = codec;
        this.scratch = scratch;
        this.retry = retry;
        this.drain = drain;
        this.streams = streams;
        this.registry = registry;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public <E extends Event> StagePart workers(StageSpec<E> spec) {
        Map<String, String> groupConfig = catalogue.shareGroups().get(spec.group());
        if (groupConfig == null) {
            throw new IllegalArgumentException("topics.yaml has no share group " + spec.group());
        }
        BackOff backOff = new BackOff(retry.firstPause(), retry.longestPause(), random);
        BackOff restarts = restarts();
        StageMetrics metrics = new StageMetrics(registry, spec.name(), spec.slots());
        DeadLetterRecords letters = new DeadLetterRecords(spec.name(), spec.group(), host());
        RecordJob<E> job = new RecordJob<>(
                spec,
                new RecordJob.JobTools(
                        codec,
                        publisher,
                        new DeadLetters(sender, letters, backOff),
                        new RetryPolicy(retry.attempts(), backOff),
                        retry.deliveries(),
                        new DeadlineWatch(timer),
                        scratch,
                        metrics,
                        new TraceParents(random),
                        clock));
        List<ShareSlot> slots = new ArrayList<>();
        for (int i = 0; i < spec.slots(); i++) {
            slots.add(new ShareSlot(
                    spec.name() + "-" + i,
                    spec.topic(),
                    () -> clients.shareConsumer(spec.group()),
                    job::run,
                    metrics,
                    restarts,
                    drain.drainGrace()));
        }
        return new WorkerStage(
                spec, groupConfig, new GroupConfigs(clients::admin), slots, metrics, restarts, drain.drainGrace());
    }

    @Override
    public StagePart streams(String name, Topology topology, Properties overrides) {
        DeadLetterRecords letters = new DeadLetterRecords(name, "segue-" + name, host());
        StreamsDeadLetters.Kit deadLetters = new StreamsDeadLetters.Kit(letters, new DeadLetterMeter(registry, name));
        return new StreamsPart(
                name, topology, StreamsPart.settings(clients, streams, deadLetters, overrides), registry, restarts());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private BackOff restarts() {
        return new BackOff(Duration.ofMillis(500), Duration.ofSeconds(15), random);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
