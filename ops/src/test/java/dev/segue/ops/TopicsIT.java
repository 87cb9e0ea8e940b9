package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.TopicCatalogue;
import dev.segue.embedded.EmbeddedKafka;
import dev.segue.stage.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One cluster that lives through a first installation, drift and the orders it must refuse, in that order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicsIT {
    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static Topics topics;
    private static final TopicCatalogue CATALOGUE = TopicCatalogue.builtIn();

    @BeforeAll
    static void startKafka() throws IOException {
        kafka = EmbeddedKafka.start(data, 0, Map.of());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        topics = new Topics(new KafkaSettings(kafka.bootstrapServers(), null), CATALOGUE);
    }

    @AfterAll
    static void stopKafka() {
        admin.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void wantsEveryTopicAndGroupOnAnEmptyCluster() {
        List<TopicChange> changes = topics.diff();

        Set<String> created = changes.stream()
                .filter(TopicChange.CreateTopic.class::isInstance)
                .map(c -> ((TopicChange.CreateTopic) c).topic())
                .collect(Collectors.toSet());
        assertThat(created)
                .containsExactlyInAnyOrderElementsOf(CATALOGUE.wanted().stream()
                        .map(TopicCatalogue.Wanted::name)
                        .toList())
                .contains("segments-ready", "encode-queue.dlq");
        Set<String> groups = changes.stream()
                .filter(TopicChange.SetGroupConfig.class::isInstance)
                .map(c -> ((TopicChange.SetGroupConfig) c).group())
                .collect(Collectors.toSet());
        assertThat(groups).isEqualTo(CATALOGUE.shareGroups().keySet());
    }

    @Test
    @Order(2)
    void carriesOutWhatItListedAndFindsNothingAfterwards() throws Exception {
        List<TopicChange> listed = topics.diff();

        List<TopicChange> done = topics.apply();

        assertThat(done).isEqualTo(listed);
        assertThat(topics.diff()).isEmpty();
        assertThat(topics.apply()).isEmpty();
        var described = admin.describeTopics(List.of("segments-ready", "encode-queue"))
                .allTopicNames()
                .get();
        assertThat(described.get("segments-ready").partitions()).hasSize(4);
        assertThat(described.get("encode-queue").partitions()).hasSize(1);
        assertThat(setting(ConfigResource.Type.TOPIC, "published", "retention.ms"))
                .isEqualTo(String.valueOf(365L * 24 * 3600 * 1000));
        assertThat(setting(ConfigResource.Type.GROUP, "segue-encoder", "share.auto.offset.reset"))
                .isEqualTo("earliest");
        assertThat(setting(ConfigResource.Type.GROUP, "segue-encoder", "share.delivery.count.limit"))
                .isEqualTo("10");
    }

    @Test
    @Order(3)
    void putsBackSettingsThatSomebodyChangedAndLeavesOthersAlone() throws Exception {
        set(ConfigResource.Type.TOPIC, "scanned", "retention.ms", "1000");
        set(ConfigResource.Type.TOPIC, "scanned", "segment.ms", "7200000");
        set(ConfigResource.Type.GROUP, "segue-prober", "share.auto.offset.reset", "latest");

        List<TopicChange> done = topics.apply();

        assertThat(done)
                .containsExactlyInAnyOrder(
                        new TopicChange.SetTopicConfig(
                                "scanned", "retention.ms", "1000", String.valueOf(14L * 24 * 3600 * 1000)),
                        new TopicChange.SetGroupConfig(
                                "segue-prober", "share.auto.offset.reset", "latest", "earliest"));
        assertThat(done)
                .extracting(TopicChange::sentence)
                .contains("set retention.ms of topic scanned to 1209600000 (was 1000)");
        assertThat(topics.diff()).isEmpty();
        assertThat(setting(ConfigResource.Type.TOPIC, "scanned", "segment.ms")).isEqualTo("7200000");
    }

    @Test
    @Order(4)
    void raisesPartitionsThatAreTooFew() throws Exception {
        delete("segment-encoded");
        admin.createTopics(List.of(new NewTopic("segment-encoded", 2, (short) 1)))
                .all()
                .get();
        awaitPartitions("segment-encoded", 2);

        List<TopicChange> done = topics.apply();

        assertThat(done).contains(new TopicChange.AddPartitions("segment-encoded", 2, 4));
        assertThat(topics.diff()).isEmpty();
    }

    @Test
    @Order(5)
    void refusesToLowerPartitionsAndToAddReplicasWithAReason() throws Exception {
        admin.createPartitions(Map.of("probed", NewPartitions.increaseTo(3)))
                .all()
                .get();
        awaitPartitions("probed", 3);

        List<TopicChange> done = topics.apply();

        assertThat(done).singleElement().isInstanceOfSatisfying(TopicChange.Refused.class, refused -> {
            assertThat(refused.what()).isEqualTo("topic probed");
            assertThat(refused.why()).contains("3 partitions where 1 are wanted");
        });
        assertThat(admin.describeTopics(List.of("probed"))
                        .allTopicNames()
                        .get()
                        .get("probed")
                        .partitions())
                .hasSize(3);
        assertThat(topics.diff(3))
                .filteredOn(c -> c.sentence().contains("1 replicas where 3 are wanted"))
                .hasSize(CATALOGUE.wanted().size());
    }

    @Test
    @Order(6)
    void reportsInTheBrokersWordsWhatTheBrokerWouldNotDo() throws Exception {
        delete("rejected");

        List<TopicChange> done = topics.apply(3);

        assertThat(done).anySatisfy(change -> {
            assertThat(change).isInstanceOf(TopicChange.Refused.class);
            assertThat(change.sentence())
                    .contains("would not create topic rejected")
                    .contains("replica");
        });
    }

    @Test
    void saysWhichServersDidNotAnswer() {
        Topics nowhere = new Topics(
                new KafkaSettings(
                        "127.0.0.1:1", Map.of("default.api.timeout.ms", "1500", "request.timeout.ms", "1000")),
                CATALOGUE);

        assertThatThrownBy(nowhere::diff)
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("segue.kafka.bootstrap-servers");
    }

    private static String setting(ConfigResource.Type type, String name, String key) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }

    private static void set(ConfigResource.Type type, String name, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(type, name),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        await().until(() -> setting(type, name, key).equals(value));
    }

    /** What the broker tells trails what the controller has done by a moment. */
    private static void awaitPartitions(String topic, int partitions) {
        await().ignoreExceptions()
                .until(() -> admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic)
                                .partitions()
                                .size()
                        == partitions);
    }

    private static void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().until(() -> !admin.listTopics().names().get().contains(topic));
    }
}
