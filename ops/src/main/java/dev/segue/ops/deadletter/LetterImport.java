package dev.segue.ops.deadletter;

import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.Action.What;
import dev.segue.stage.KafkaSettings;
import java.time.Clock;
import java.util.List;

/** Writes letters out of a file to their dead-letter topics, where they are open again. */
final class LetterImport {
    private final KafkaSettings kafka;
    private final List<String> topics;
    private final Clock clock;

    /** @param topics the dead-letter topics */
    LetterImport(KafkaSettings kafka, List<String> topics, Clock clock) {
        this.kafka = kafka;
        this.topics = topics;
        this.clock = clock;
    }

    int write(List<LetterFile.Line> lines, String by) throws InterruptedException {
        for (LetterFile.Line line : lines) {
            String topic = line.id().topic();
            if (!topics.contains(topic) && !topic.equals(Replay.QUARANTINE)) {
                throw new IllegalArgumentException(topic + " is no dead-letter topic; nothing is written");
            }
        }
        try (LetterWriter writer = new LetterWriter(kafka);
                TopicScan scan = new TopicScan(kafka)) {
            String run = DeadLetters.newRun();
            LetterFile.Known known = LetterFile.known(scan, lines);
            int written = 0;
            for (LetterFile.Line line : lines) {
                if (known.has(line)) {
                    continue;
                }
                known.add(line);
                writer.send(
                        line.record(),
                        sent -> new Action(
                                What.IMPORTED,
                                run,
                                new LetterId(sent.topic(), sent.partition(), sent.offset()),
                                by,
                                clock.instant(),
                                "import",
                                null,
                                "was " + line.id()));
                written++;
            }
            return written;
        }
    }
}
