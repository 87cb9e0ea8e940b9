package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupConfigsIT {
    private static final Map<String, String> WANTED =
            Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "20000");

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private final AtomicInteger alterations = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = EmbeddedKafka.start(folder, 0, Map.of());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void setsWhatIsWantedAndNothingTheSecondTime() throws Exception {
        configs().bring("films", WANTED);

        assertThat(value("films", "share.auto.offset.reset")).isEqualTo("earliest");
        assertThat(value("films", "share.record.lock.duration.ms")).isEqualTo("20000");
        assertThat(alterations).hasValue(1);
        configs().bring("films", WANTED);
        assertThat(alterations).hasValue(1);
        assertThat(closed).hasValue(2);
    }

    @Test
    void correctsWhatWasChangedAndLeavesTheRest() throws Exception {
        configs().bring("trailers", WANTED);
        configs().bring("trailers", Map.of("share.delivery.count.limit", "7"));

        configs().bring("trailers", Map.of("share.record.lock.duration.ms", "30000"));

        assertThat(value("trailers", "share.record.lock.duration.ms")).isEqualTo("30000");
        assertThat(value("trailers", "share.delivery.count.limit")).isEqualTo("7");
        assertThat(value("trailers", "share.auto.offset.reset")).isEqualTo("earliest");
    }

    @Test
    void setsEvenWhatTheBrokersDefaultHappensToBe() throws Exception {
        configs().bring("defaults", Map.of("share.record.lock.duration.ms", "30000"));

        assertThat(alterations).as("the default may be another one tomorrow").hasValue(1);
    }

    @Test
    void saysSoWhenTheBrokerRefusesAndLeavesNoClientBehind() {
        assertThatThrownBy(() -> configs().bring("films", Map.of("share.record.lock.duration.ms", "1")))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("share.record.lock.duration.ms");
        assertThat(closed).hasValue(1);
    }

    private GroupConfigs configs() {
        return new GroupConfigs(Counting::new);
    }

    private static String value(String group, String name) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    private final class Counting extends ForwardingAdmin {
        private Counting() {
            super(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        }

        @Override
        public org.apache.kafka.clients.admin.AlterConfigsResult incrementalAlterConfigs(
                Map<ConfigResource, java.util.Collection<AlterConfigOp>> configs,
                org.apache.kafka.clients.admin.AlterConfigsOptions options) {
            assertThat(configs.values()).allSatisfy(ops -> assertThat(ops)
                    .extracting(AlterConfigOp::configEntry)
                    .extracting(ConfigEntry::name)
                    .isNotEmpty());
            alterations.incrementAndGet();
            return super.incrementalAlterConfigs(configs, options);
        }

        @Override
        public void close(java.time.Duration timeout) {
            closed.incrementAndGet();
            super.close(timeout);
        }
    }
}
