package dev.segue.ops.lag;

import dev.segue.ops.deadletter.OpenLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The last look at the cluster as metrics, under the names that dashboards for kafka_exporter and kafka-lag-exporter ask for; {@code
 * type} is a label of ours.
 */
final class LagMetrics {
    private final Series lag;
    private final Series seconds;
    private final Series offsets;
    private final Series members;
    private final Series ends;
    private final Series letters;
    private final Series oldestLetter;

    LagMetrics(MeterRegistry registry) {
        lag = new Series(registry, "kafka.consumergroup.lag", null, "Records that the group has not finished");
        seconds = new Series(
                registry,
                "kafka.consumergroup.group.lag",
                "seconds",
                "Age of the oldest record that the group has not finished, 0 when there is none");
        offsets = new Series(
                registry, "kafka.consumergroup.current.offset", null, "Offset before which the group has finished all");
        members = new Series(registry, "kafka.consumergroup.members", null, "Consumers in the group");
        ends = new Series(registry, "kafka.topic.partition.current.offset", null, "End of the partition");
        letters = new Series(registry, "dlq.records", null, "Dead letters that nothing was done about");
        oldestLetter = new Series(registry, "dlq.oldest", "seconds", "Age of the oldest of them, 0 when there is none");
    }

    void show(LagReport report) {
        Map<Tags, Double> lags = new HashMap<>();
        Map<Tags, Double> ages = new HashMap<>();
        Map<Tags, Double> positions = new HashMap<>();
        Map<Tags, Double> counts = new HashMap<>();
        for (GroupLag group : report.groups()) {
            Tags tags =
                    Tags.of("consumergroup", group.group(), "type", group.kind().label());
            counts.put(tags, (double) group.members());
            for (PartitionLag p : group.partitions()) {
                Tags place = tags.and(place(p.topic(), p.partition()));
                lags.put(place, (double) p.records());
                positions.put(place, (double) p.next());
                // kafka-lag-exporter says group where kafka_exporter says consumergroup.
                ages.put(place.and("group", group.group()), seconds(p.behind(report.at())));
            }
        }
        Map<Tags, Double> ended = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> end : report.ends().entrySet()) {
            ended.put(
                    place(end.getKey().topic(), end.getKey().partition()),
                    end.getValue().doubleValue());
        }
        lag.show(lags);
        seconds.show(ages);
        offsets.show(positions);
        members.show(counts);
        ends.show(ended);
    }

    void show(List<OpenLetters.Depth> depths, Instant at) {
        Map<Tags, Double> records = new HashMap<>();
        Map<Tags, Double> ages = new HashMap<>();
        for (OpenLetters.Depth depth : depths) {
            Tags tags = Tags.of("topic", depth.topic());
            records.put(tags, (double) depth.records());
            ages.put(tags, seconds(depth.age(at)));
        }
        letters.show(records);
        oldestLetter.show(ages);
    }

    /** Old figures would be taken for new ones. */
    void forget() {
        List.of(lag, seconds, offsets, members, ends, letters, oldestLetter).forEach(s -> s.show(Map.of()));
    }

    private static Tags place(String topic, int partition) {
        return Tags.of("topic", topic, "partition", String.valueOf(partition));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
