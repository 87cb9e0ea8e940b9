package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.contract.EventCodec;
import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.RecordReader;
import dev.segue.ops.Story;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class StuckWatchIT {
    private static final String BOTH = "'moved', 'stands-still'";
    private static final TimelineSettings FEW_AT_A_TIME =
            new TimelineSettings(20, Duration.ofMillis(1), 3, Duration.ofSeconds(60));

    @Test
    void callsNothingStuckBeforeEveryPartitionIsReadAndAllThatStandsStillOnceTheyAreIdle() throws Exception {
        TimelineServers servers = TimelineServers.shared();
        try (Projection projection = servers.project()) {
            servers.state(new Story("moved", 1).uploaded());
            servers.state(new Story("stands-still", 1).uploaded());
            await().until(() ->
                    state("moved").equals("running") && state("stands-still").equals("running"));
        }
        // Many records of others, all of them young; the word of the one that moved is the last.
        for (int i = 0; i < 200; i++) {
            servers.send(new Story("behind-" + i, 1).uploaded());
        }
        servers.send(new Story("moved", 1).rejected());
        servers.producer.flush();

        // Both should have moved long ago.
        servers.database.inTransaction(handle ->
                handle.execute("update video set due_at = now() - interval '1 hour' where video_id in (" + BOTH + ")"));

        StuckWatch watch = new StuckWatch(servers.database, Duration.ZERO, Clock.systemUTC());
        servers.database.with(handle -> {
            reads(servers, handle, watch);
            return handle;
        });
        assertThat(state("moved")).isEqualTo("rejected");
    }

    private static void reads(TimelineServers servers, Handle handle, StuckWatch watch) {
        RecordReader reader = new RecordReader(TopicCatalogue.builtIn(), new EventCodec(Clock.systemUTC()));
        try (StatusTopic statuses = new StatusTopic(servers.kafka)) {
            BatchWriter writer = BatchWriter.open(handle, servers.database, statuses, FEW_AT_A_TIME);
            try (RecordSource records = new RecordSource(servers.kafka, reader, FEW_AT_A_TIME, writer.positions())) {
                int read = 0;
                while (read < 201) {
                    List<Projected> batch = records.next();
                    writer.write(handle, batch, records.moved());
                    read += Math.toIntExact(batch.stream()
                            .flatMap(record -> record.event().stream())
                            .filter(event -> event.videoId().startsWith("behind-")
                                    || event.videoId().equals("moved"))
                            .count());
                    watch.look(handle, writer, statuses, records);
                    if (read < 201) {
                        assertThat(stuck(handle))
                                .as("after %d of 201 records", read)
                                .isZero();
                    }
                }
                await().untilAsserted(() -> {
                    assertThat(records.next()).isEmpty();
                    watch.look(handle, writer, statuses, records);
                    assertThat(state("stands-still")).isEqualTo("stuck");
                });
            }
        }
    }

    private static int stuck(Handle handle) {
        return handle.createQuery("select count(*) from timeline.video where stuck_since is not null and video_id in ("
                        + BOTH + ")")
                .mapTo(Integer.class)
                .one();
    }

    private static String state(String videoId) throws Exception {
        return TimelineServers.shared().one("select state from video where video_id = '" + videoId + "'");
    }
}
