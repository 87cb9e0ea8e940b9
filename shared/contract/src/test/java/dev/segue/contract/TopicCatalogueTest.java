package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.TopicCatalogue.Topic;
import dev.segue.contract.TopicCatalogue.Wanted;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code topics.yaml} against the code and against the rules that share groups and Streams applications ask for. */
final class TopicCatalogueTest {
    private static final Set<String> STAGES = Set.of(
            "ingest", "scanner", "prober", "splitter", "dispatcher", "encoder", "quality", "assembler", "publisher");
    private static final Set<String> OUTSIDE = Set.of("cms");

    private final TopicCatalogue catalogue = TopicCatalogue.builtIn();

    @Test
    void everyKindOfEventHasItsTopic() {
        for (EventType type : EventType.values()) {
            assertThat(catalogue.topic(type.topic())).hasValueSatisfying(topic -> {
                assertThat(topic.event()).isEqualTo(type.ceType());
                assertThat(topic.key()).isEqualTo("videoId");
            });
        }
    }

    @Test
    void everyTopicCarriesAnEventAndOnlyQueuesCarryAnothersEvent() {
        assertThat(catalogue.topics()).allSatisfy(topic -> {
            EventType type = EventType.ofCeType(topic.event()).orElseThrow();
            if (type.topic().equals(topic.name())) {
                assertThat(topic.kind()).isNull();
            } else {
                assertThat(topic.kind()).isEqualTo("queue");
            }
        });
    }

    @Test
    void namesAreUniqueDeadLetterTopicsIncluded() {
        assertThat(catalogue.wanted().stream().map(Wanted::name)).doesNotHaveDuplicates();
    }

    @Test
    void oneKnownStageWritesEachTopicButRefusalsComeFromAnyAndCommandsFromOutside() {
        assertThat(catalogue.topics()).allSatisfy(topic -> {
            if (topic.name().equals("rejected")) {
                assertThat(topic.writer()).isEqualTo("any");
            } else if (topic.name().equals("commands")) {
                assertThat(OUTSIDE).contains(topic.writer());
            } else {
                assertThat(STAGES).contains(topic.writer());
            }
        });
        assertThat(catalogue.topics().stream()
                        .filter(t -> !Set.of("quality-requested", "forecast").contains(t.name()))
                        .map(Topic::writer))
                .as(
                        "the encoder asks for measurements besides its results, the dispatcher forecasts besides handing out")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyTopicIsReadAndEveryReaderIsKnown() {
        assertThat(catalogue.topics()).allSatisfy(topic -> {
            assertThat(topic.readers()).isNotEmpty();
            topic.readers().forEach((reader, how) -> {
                if (OUTSIDE.contains(reader)) {
                    assertThat(how).isEqualTo("any");
                } else {
                    assertThat(STAGES).contains(reader);
                    assertThat(how).isIn("share", "streams", "tail");
                }
            });
        });
    }

    @Test
    void everyStageButTheFirstReadsSomething() {
        Set<String> readers = catalogue.topics().stream()
                .flatMap(t -> t.readers().keySet().stream())
                .filter(STAGES::contains)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(readers).containsExactlyInAnyOrderElementsOf(without(STAGES, "ingest"));
    }

    @Test
    void shareGroupHasOneTopicOfOnePartitionAndItsConfigs() {
        // Members of a share group are shared out over all its partitions; with more than one, slots stand idle
        // (KIP-932).
        List<Topic> shared = readBy("share");

        assertThat(shared).allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(1));
        assertThat(shared.stream().flatMap(t -> readers(t, "share").stream()))
                .doesNotHaveDuplicates()
                .map(stage -> "segue-" + stage)
                .containsExactlyInAnyOrderElementsOf(catalogue.shareGroups().keySet());
    }

    @Test
    void topicsThatOneStreamsApplicationJoinsHaveEqualPartitions() {
        Set<String> applications = readBy("streams").stream()
                .flatMap(t -> readers(t, "streams").stream())
                .collect(Collectors.toSet());

        assertThat(applications).containsExactlyInAnyOrder("dispatcher", "assembler");
        assertThat(applications).allSatisfy(app -> assertThat(readBy("streams").stream()
                        .filter(t -> t.readers().containsKey(app))
                        .map(Topic::partitions)
                        .distinct())
                .hasSize(1));
    }

    @Test
    void everyTopicThatAStageReadsHasADeadLetterTopic() {
        assertThat(catalogue.topics()).allSatisfy(topic -> {
            boolean worked = topic.readers().keySet().stream().anyMatch(STAGES::contains);
            assertThat(topic.deadLetter()).isEqualTo(worked ? topic.name() + ".dlq" : null);
        });
        Map<String, Wanted> wanted = catalogue.wanted().stream().collect(Collectors.toMap(Wanted::name, w -> w));
        assertThat(wanted.get("scanned.dlq"))
                .isEqualTo(new Wanted(
                        "scanned.dlq",
                        1,
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms",
                                        String.valueOf(Duration.ofDays(90).toMillis()),
                                "max.message.bytes", String.valueOf(17 * 1024 * 1024))));
    }

    @Test
    void whatWasDoneAboutADeadLetterIsKnownLongerThanTheLetterLies() {
        assertThat(catalogue.tools())
                .extracting(TopicCatalogue.Tool::name)
                .startsWith("dead-letter-actions", "dead-letter-quarantine");
        assertThat(catalogue.tools()).allSatisfy(tool -> assertThat(
                        tool.retention().getDays())
                .isGreaterThan(catalogue.defaults().deadLetter().retention().getDays()));
        assertThat(catalogue.wanted())
                .filteredOn(w -> w.name().equals("dead-letter-quarantine"))
                .singleElement()
                .satisfies(w -> assertThat(w.configs()).containsEntry("max.message.bytes", "17825792"));
    }

    @Test
    void theLatestStatusOfEachVideoStays() {
        assertThat(catalogue.wanted())
                .filteredOn(w -> w.name().equals("video-status"))
                .singleElement()
                .satisfies(w -> assertThat(w.configs()).containsEntry("cleanup.policy", "compact,delete"));
    }

    @Test
    void shareGroupsKeepTheGuardRails() {
        assertThat(catalogue.shareGroups().values()).isNotEmpty().allSatisfy(configs -> assertThat(configs)
                .containsEntry("share.auto.offset.reset", "earliest")
                .containsEntry("share.isolation.level", "read_committed")
                .containsEntry("share.record.lock.duration.ms", "30000")
                .containsEntry("share.renew.acknowledge.enable", "true")
                // Ours must be counted out before the broker silently gives the record up.
                .hasEntrySatisfying("share.delivery.count.limit", limit -> assertThat(Integer.parseInt(limit))
                        .isGreaterThanOrEqualTo(5)));
    }

    @Test
    void factsThatOthersReadStayForAYear() {
        assertThat(catalogue.wanted().stream()
                        .filter(w -> w.name().equals("published") || w.name().equals("rejected"))
                        .map(w -> w.configs().get("retention.ms")))
                .containsExactly("31536000000", "31536000000");
    }

    @Test
    void readsOnlyWhatItKnows() throws Exception {
        String yaml = Files.readString(Path.of("../../topics.yaml"));

        assertThat(parse(yaml)).isEqualTo(catalogue);
        assertThatThrownBy(() -> parse(yaml.replaceFirst("writer: ingest", "writer: ingest\n    retries: 3")))
                .hasMessageContaining("retries");
        assertThatThrownBy(() -> parse(yaml + "\nsurprise: 1\n")).hasMessageContaining("surprise");
        assertThatThrownBy(() -> parse(yaml.replaceFirst("P14D", "P1M")))
                .hasMessageContaining("retention must be in days, like P14D, but is P1M");
        assertThatThrownBy(() -> parse(yaml.replaceFirst("P365D", "P1Y")))
                .hasMessageContaining("retention must be in days");
    }

    private static TopicCatalogue parse(String yaml) throws Exception {
        return TopicCatalogue.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Topic> readBy(String how) {
        return catalogue.topics().stream()
                .filter(t -> t.readers().containsValue(how))
                .toList();
    }

    private static List<String> readers(Topic topic, String how) {
        return topic.readers().entrySet().stream()
                .filter(e -> e.getValue().equals(how))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> without(Set<String> all, String... some) {
        return all.stream().filter(s -> !Arrays.asList(some).contains(s)).collect(Collectors.toSet());
    }
}
