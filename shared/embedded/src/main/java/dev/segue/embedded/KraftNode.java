package dev.segue.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * The controller and the broker of a single node, the broker not before the controller knows that the one of before is gone.
 *
 * <p>Kafka's own {@code KafkaRaftServer} starts both at once. After a kill -9 its broker then takes itself for the leader that it was,
 * and goes on with the transactions that were just being committed. A moment later the controller notices that the old broker is gone,
 * and no partition has a leader until the new one is registered. Kafka 4.3.1 takes a partition without a leader for a deleted one
 * and leaves its commit marker out for ever: {@code read_committed} readers stop there, and a Kafka Streams application whose
 * offsets they are never starts again.
 */
final class KraftNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);
    /** Much more than the broker's session, after which the controller gives it up. */
    private static final long GONE_WITHIN_SECONDS = 60;

    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final int id;

    KraftNode(KafkaConfig config) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders =
                KafkaRaftServer.initializeLogDirs(config, LOG, "[KraftNode id=" + config.nodeId() + "] ");
        QuorumConfig quorum = config.quorumConfig();
        Metrics metrics = Server.initializeMetrics(
                config, Time.SYSTEM, folders._1().clusterId().orElseThrow());
        this.id = config.nodeId();
        this.shared = new SharedServer(
                config,
                folders._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        this.broker = new BrokerServer(shared);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
    }

    /** Returns when the broker serves. */
    void start() {
        controller.startup();
        awaitThatTheBrokerOfBeforeIsGone();
        broker.startup();
    }

    private void awaitThatTheBrokerOfBeforeIsGone() {
        Departure departure = new Departure(id);
        try {
            shared.loader().installPublishers(List.of(departure)).get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
            departure.gone.get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
            shared.loader().removeAndClosePublisher(departure).get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the controller still counts on the broker of before", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the controller gave up the broker of before", e);
        }
    }

    /** Stops both cleanly and waits for them. */
    @Override
    public void close() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    /** Hears from the controller's log when a broker is not counted on, or never was. */
    private static final class Departure implements MetadataPublisher {
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final int id;

        Departure(int id) {
            this.id = id;
        }

        @Override
        public String name() {
            return "departure-of-broker-" + id;
        }

        @Override
        public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
            BrokerRegistration registered = image.cluster().broker(id);
            if (registered == null || registered.fenced()) {
                gone.complete(null);
            }
        }
    }
}
