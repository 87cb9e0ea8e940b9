package dev.segue.ops.timeline;

import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.TopicScan;
import dev.segue.stage.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What Kafka still has of each partition.
 *
 * @param begin the oldest offset
 * @param end the offset after the newest
 */
record LogEnds(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> end) {
    LogEnds {
        begin = Map.copyOf(begin);
        end = Map.copyOf(end);
    }

    /** @throws ClusterUnavailableException when Kafka does not answer */
    static LogEnds look(KafkaSettings kafka, List<String> topics) {
        try (TopicScan scan = new TopicScan(kafka)) {
            return new LogEnds(scan.begins(topics), scan.ends(topics));
        }
    }
}
