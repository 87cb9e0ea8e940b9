package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.SteadyClock;
import dev.segue.contract.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final CircuitSettings circuits;
    private final HostSettings host;
    private final DrainSettings drain;
    private final StreamsSettings streams;
    private final MeterRegistry registry;
    private final Tracing tracing;
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
            CircuitSettings circuits,
            HostSettings host,
            DrainSettings drain,
            StreamsSettings streams,
            MeterRegistry registry,
            Tracing tracing,
            RandomGenerator random,
            Clock clock) {
        this.catalogue = catalogue;
        this.clients = clients;
        this.sender = sender;
        this.publisher = publisher;
        this.codec = codec;
        this.scratch = scratch;
        this.retry = retry;
        this.circuits = circuits;
        this.host = host;
        this.drain = drain;
        this.streams = streams;
        this.registry = registry;
        this.tracing = tracing;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public <E extends Event> StagePart workers(StageSpec<E> spec) {
        Map<String, String> groupConfig = catalogue.shareGroups().get(spec.group());
        if (groupConfig == null) {
            throw new IllegalArgumentException("topics.yaml has no share group " + spec.group());
        }
        String here = host.hostName();
        BackOff restarts = restarts();
        Intake intake = new Intake(
                new Circuits(spec.name(), retry.attempts(), circuits, random, clock),
                new HostGuard(
                        spec.name(),
                        host.badJobs(),
                        new BackOff(host.firstPause(), host.longestPause(), random),
                        clock));
        StageMetrics metrics = new StageMetrics(registry, spec.name(), spec.slots());
        metrics.watch(intake);
        RunningJobs running = new RunningJobs();
        RecordJob<E> job = job(spec, here, intake, running, metrics);
        List<ShareSlot> slots = new ArrayList<>();
        for (int i = 0; i < spec.slots(); i++) {
            int slot = i;
            String name = spec.name() + "-" + i;
            slots.add(new ShareSlot(
                    name,
                    spec.topic(),
                    () -> clients.shareConsumer(spec.group(), GroupMembers.clientId(here, name)),
                    job::run,
                    metrics,
                    restarts,
                    drain.drainGrace(),
                    () -> intake.open(slot)));
        }
        GroupConfigs configs = new GroupConfigs(clients::admin);
        return new WorkerStage(
                spec.name(),
                () -> configs.bring(spec.group(), groupConfig),
                slots,
                spec.stops().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StopFeed(clients::follower, spec.stops(), codec, running, clock)),
                metrics,
                intake,
                restarts,
                drain.drainGrace());
    }

    private <E extends Event> RecordJob<E> job(
            StageSpec<E> spec, String here, Intake intake, RunningJobs running, StageMetrics metrics) {
        BackOff backOff = new BackOff(retry.firstPause(), retry.longestPause(), random);
        DeadLetterRecords letters = new DeadLetterRecords(spec.name(), spec.group(), HostSettings.systemName());
        OtherHosts others = new OtherHosts(here, new GroupMembers(spec.group(), here, clients::admin), sender);
        Attempts<E> attempts = new Attempts<>(
                new Attempt<>(
                        spec,
                        publisher,
                        intake.circuits(),
                        new DeadlineWatch(timer),
                        scratch,
                        metrics,
                        SteadyClock.ofProcess()),
                new RetryPolicy(retry.attempts(), backOff),
                intake.circuits(),
                circuits.patience(),
                others::exist,
                clock);
        return new RecordJob<>(
                spec,
                new RecordJob.JobTools(
                        codec,
                        new FailedJobs(
                                new DeadLetters(sender, letters, backOff),
                                others,
                                intake.host(),
                                backOff,
                                metrics,
                                clock),
                        intake.host(),
                        running,
                        retry.deliveries(),
                        metrics,
                        tracing,
                        clock),
                attempts);
    }

    @Override
    public StagePart streams(String name, Topology topology, Properties overrides) {
        DeadLetterRecords letters = new DeadLetterRecords(name, "segue-" + name, HostSettings.systemName());
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
}
