package dev.segue.stage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka Streams application as a part of a stage. The classic group protocol with static membership is what gave work back
 * 5 s after a kill -9; the newer one has no static membership and waits for the session to end, 45 s.
 */
final class StreamsPart implements StagePart {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsPart.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final String INSTANCE = StreamsConfig.mainConsumerPrefix("group.instance.id");

    private final String name;
    private final Topology topology;
    private final Properties settings;
    private final MeterRegistry registry;
    private final BackOff restarts;
    private @Nullable Thread starter;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable KafkaStreamsMetrics metrics;
    private volatile @Nullable String trouble;
    private boolean closed;

    StreamsPart(String name, Topology topology, Properties settings, MeterRegistry registry, BackOff restarts) {
        this.name = name;
        this.topology = topology;
        this.settings = settings;
        this.registry = registry;
        this.restarts = restarts;
    }

    /** The settings of an application; overrides win. */
    static Properties settings(
            KafkaClients clients, StreamsSettings own, StreamsDeadLetters.Kit deadLetters, Properties overrides) {
        DeadLetterRecords letters = deadLetters.records();
        Properties p = new Properties();
        p.putAll(clients.settings().client());
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, letters.group());
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        p.put(INSTANCE, (letters.host() + "-" + own.instanceId()).replaceAll("[^A-Za-z0-9._-]", "_"));
        p.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 10_000);
        // A member hears of a rebalance with its next heartbeat: the default of 3 s would be most of a restart.
        p.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), 1_000);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        p.put(StreamsConfig.STATE_DIR_CONFIG, own.stateRoot().toString());
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, own.replicationFactor());
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1024 * 1024);
        p.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, StreamsDeadLetters.OfProcessing.class);
        p.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, StreamsDeadLetters.OfReading.class);
        p.put(StreamsDeadLetters.KIT, deadLetters);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), KafkaClients.LARGEST_REQUEST);
        // State holds whole events; brokers by default take 1 MiB, and one event above it would stop the application.
        p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), KafkaClients.LARGEST_REQUEST);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), KafkaSettings.COMPRESSION);
        p.putAll(overrides);
        return p;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() {
        if (starter != null || closed) {
            throw new IllegalStateException(name + " was started before");
        }
        starter = Thread.ofPlatform().name(name + "-start").daemon().start(this::begin);
    }

    @Override
    public boolean ready() {
        KafkaStreams running = streams;
        return running != null && running.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public String status() {
        KafkaStreams running = streams;
        String state = running == null ? "connecting to Kafka" : running.state().toString();
        String why = trouble;
        return why == null || ready() ? state : state + "; " + why;
    }

    @Override
    public void close() {
        Thread starting;
        synchronized (this) {
            closed = true;
            starting = starter;
        }
        if (starting != null) {
            starting.interrupt();
        }
        KafkaStreamsMetrics bound = metrics;
        if (bound != null) {
            bound.close();
        }
        KafkaStreams running = streams;
        if (running != null) {
            running.close(CloseOptions.timeout(CLOSE));
        }
    }

    /** Kafka Streams waits for its brokers by itself, but cannot be made while their names do not resolve. */
    private void begin() {
        for (int tries = 1; ; tries++) {
            try {
                make();
                return;
            } catch (KafkaException e) {
                trouble = "Kafka cannot be reached: " + e;
                Duration pause = restarts.after(tries);
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("stage", name)
                        .addKeyValue("againIn", pause)
                        .log("stage waits for Kafka");
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private synchronized void make() {
        if (closed) {
            return;
        }
        KafkaStreams made = new KafkaStreams(
                topology,
                settings,
                new StreamsClients(
                        String.valueOf(settings.get(StreamsConfig.APPLICATION_ID_CONFIG)),
                        String.valueOf(settings.get(INSTANCE))));
        made.setUncaughtExceptionHandler(thrown -> {
            trouble = thrown.toString();
            LOG.atError().setCause(thrown).addKeyValue("stage", name).log("streams thread failed and is replaced");
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams = made;
        made.start();
        KafkaStreamsMetrics bound = new KafkaStreamsMetrics(made);
        bound.bindTo(registry);
        metrics = bound;
    }
}
