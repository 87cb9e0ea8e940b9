package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.ops.Story;
import dev.segue.ops.VideoProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RebuildIT {
    private static final List<String> TABLES = List.of(
            "select video_id, generation, state, stage, owner, name, first_at, last_at, progressed_at, ended_at, died,"
                    + " published_generation from video order by 1",
            "select topic, part, log_offset, event_id, at, host, md5(payload) from event order by 1, 2, 3",
            "select * from unit order by video_id, generation, track, unit",
            "select * from ended order by 1");

    private static TimelineServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = TimelineServers.shared();
    }

    @Test
    @Timeout(120)
    void fillsEveryTableAgainAndLosesNothingThatKafkaHasForgotten() throws Exception {
        try (Projection projection = servers.project()) {
            new Story("forgotten", 1).events().forEach(servers::state);
            await().until(() -> state("forgotten").equals("published"));
            awaitUnits("forgotten");
            forget("upload-complete", "scanned", "probed");
            new Story("young", 1).events().forEach(servers::state);
            await().until(() -> state("young").equals("published"));
            awaitUnits("young");

            List<List<String>> before = tables();
            List<VideoProgress> progressBefore = progress();
            servers.database.inTransaction(handle ->
                    handle.execute("update video set name = 'wrong', owner = 'wrong'" + " where video_id = 'young'"));
            List<Rebuild.Progress> told = new ArrayList<>();
            Rebuild.Progress end = servers.rebuild().run(false, told::add);

            assertThat(end.done()).isTrue();
            assertThat(end.records()).isGreaterThan(20);
            assertThat(told).isNotEmpty();
            assertThat(tables()).isEqualTo(before);
            assertThat(progress()).isEqualTo(progressBefore);
            assertThat(servers.one("select count(payload) from event where video_id = 'forgotten'"))
                    .as("what a retry would state again")
                    .isEqualTo("3");
        }
        // Now without a process that projects: the command does it itself.
        List<List<String>> before = tables();
        servers.rebuild().run(false, progress -> {});
        assertThat(tables()).isEqualTo(before);

        servers.rebuild().run(true, progress -> {});
        assertThat(servers.one("select count(payload) from event where video_id = 'forgotten'"))
                .isEqualTo("0");
        assertThat(servers.one("select count(payload) from event where video_id = 'young'"))
                .isEqualTo("3");
    }

    private static void awaitUnits(String videoId) {
        await().until(() -> servers.one("select count(*) from unit where video_id = '" + videoId
                        + "' and ready_at is not null and encoded_at is not null")
                .equals("4"));
    }

    private static List<List<String>> tables() throws Exception {
        List<List<String>> tables = new ArrayList<>();
        for (String sql : TABLES) {
            tables.add(servers.rows(sql));
        }
        return tables;
    }

    private static List<VideoProgress> progress() throws Exception {
        return servers.database.inTransaction(
                handle -> handle.createQuery("select progress from video order by video_id")
                        .mapTo(String.class)
                        .map(ProgressJson::read)
                        .list());
    }

    /** As retention does. */
    private static void forget(String... topics) throws Exception {
        try (Admin admin = Admin.create(servers.kafka.client())) {
            for (String topic : topics) {
                TopicPartition partition = new TopicPartition(topic, 0);
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(end)))
                        .all()
                        .get();
            }
        }
    }

    private static String state(String videoId) throws Exception {
        return servers.one("select state from video where video_id = '" + videoId + "'");
    }
}
