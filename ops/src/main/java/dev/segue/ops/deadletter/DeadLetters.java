package dev.segue.ops.deadletter;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.Action.What;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.KafkaSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done with dead letters. Looking changes nothing and may be done by any number at a time; of those that put
 * back, discard or import, the one that begins last goes on alone.
 */
public final class DeadLetters {
    private final KafkaSettings kafka;
    private final List<String> topics;
    private final Set<String> live;
    private final Clock clock;
    private final LetterReader reader = new LetterReader();

    /** @param catalogue tells the dead-letter topics */
    public DeadLetters(KafkaSettings kafka, TopicCatalogue catalogue, Clock clock) {
        this.kafka = kafka;
        this.topics = catalogue.topics().stream()
                .map(TopicCatalogue.Topic::deadLetter)
                .filter(Objects::nonNull)
                .toList();
        this.live = catalogue.topics().stream().map(TopicCatalogue.Topic::name).collect(Collectors.toSet());
        this.clock = clock;
    }

    /** Where letters are looked for. */
    public enum Place {
        /** The dead-letter topics. */
        OPEN,
        /** The quarantine. */
        QUARANTINE
    }

    /** The letters that nothing was done about yet, oldest first. */
    public List<Letter> letters(LetterFilter filter, Place place) {
        try (TopicScan scan = new TopicScan(kafka)) {
            return letters(scan, filter, place);
        }
    }

    private List<Letter> letters(TopicScan scan, LetterFilter filter, Place place) {
        // First the letters: what is settled while they are read is then known as such.
        Instant now = clock.instant();
        List<Letter> letters = new ArrayList<>();
        scan.all(place == Place.OPEN ? topics(filter) : List.of(Replay.QUARANTINE), record -> {
            Letter letter = reader.read(record);
            if (filter.matches(letter, now)) {
                letters.add(letter);
            }
        });
        SettledLetters settled = SettledLetters.read(scan);
        return letters.stream()
                .filter(letter -> settled.by(letter.id()).isEmpty())
                .sorted(Comparator.comparing(Letter::at).thenComparing(l -> l.id().toString()))
                .toList();
    }

    /** A letter of a topic that is not ours is found when the topic is named. */
    private List<String> topics(LetterFilter filter) {
        String named =
                filter.topic() == null && filter.id() != null ? filter.id().topic() : filter.topic();
        List<String> wanted = new ArrayList<>(topics);
        if (named != null && !wanted.contains(named) && !live.contains(named)) {
            wanted.add(named);
        }
        return wanted;
    }

    /** The open letters by cause, the most frequent first. */
    public List<LetterGroup> groups(LetterFilter filter, Place place) {
        return LetterGroup.of(letters(filter, place));
    }

    /** A letter with its content and with what was done about it, as far as anything was. */
    public record Whole(
            Letter letter,
            ConsumerRecord<byte[], byte @Nullable []> record,
            @Nullable Action settledBy) {}

    /** One letter, empty where there is none. */
    public Optional<Whole> find(LetterId id) {
        try (TopicScan scan = new TopicScan(kafka, 1)) {
            return scan.one(id.place(), id.offset())
                    .map(record -> new Whole(
                            reader.read(record),
                            record,
                            SettledLetters.read(scan).by(id).orElse(null)));
        }
    }

    /**
     * Puts back what is meant, oldest first.
     *
     * @param progress told what it waits for
     */
    public ReplayReport replay(LetterFilter filter, Place place, ReplayOptions options, Consumer<String> progress)
            throws InterruptedException {
        return replay(newRun(), filter, place, options, progress);
    }

    /** The same, under a name in the audit that the caller has chosen. */
    ReplayReport replay(String run, LetterFilter filter, Place place, ReplayOptions options, Consumer<String> progress)
            throws InterruptedException {
        // The writer first: it shuts out a run that is still going, whose notes are then complete.
        try (LetterWriter writer = new LetterWriter(kafka);
                TopicScan scan = new TopicScan(kafka);
                TopicScan single = new TopicScan(kafka, 1);
                GroupProgress groups = new GroupProgress(kafka)) {
            List<Letter> letters = letters(scan, filter, place);
            ReplayOutcomes outcomes = new ReplayOutcomes(scan, groups, reader, clock);
            letters.stream()
                    .map(Letter::origin)
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(origin -> outcomes.watch(origin + DeadLetterHeaders.TOPIC_SUFFIX));
            return new Replay(writer, single, groups, outcomes, filter, options, clock, run, progress).run(letters);
        }
    }

    /**
     * Closes the letters that are meant without putting them back.
     *
     * @return how many
     */
    public int discard(LetterFilter filter, Place place, String by, String reason) throws InterruptedException {
        return discard(newRun(), filter, place, by, reason);
    }

    /** The same, under a name in the audit that the caller has chosen. */
    int discard(String run, LetterFilter filter, Place place, String by, String reason) throws InterruptedException {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason must be given");
        }
        try (LetterWriter writer = new LetterWriter(kafka);
                TopicScan scan = new TopicScan(kafka)) {
            List<Letter> letters = letters(scan, filter, place);
            for (Letter letter : letters) {
                writer.note(new Action(
                        What.DISCARDED, run, letter.id(), by, clock.instant(), filter.toString(), null, reason));
            }
            writer.note(new Action(
                    What.ENDED,
                    run,
                    null,
                    by,
                    clock.instant(),
                    filter.toString(),
                    null,
                    "discarded " + letters.size()));
            return letters.size();
        }
    }

    /** Hands over the open letters that are meant, with their content. */
    public int export(LetterFilter filter, Place place, Consumer<LetterFile.Line> to) {
        List<Letter> letters = letters(filter, place);
        try (TopicScan single = new TopicScan(kafka, 1)) {
            int written = 0;
            for (Letter letter : letters) {
                Optional<ConsumerRecord<byte[], byte @Nullable []>> record =
                        single.known(letter.id().place(), letter.id().offset());
                if (record.isPresent()) {
                    to.accept(LetterFile.Line.of(record.get()));
                    written++;
                }
            }
            return written;
        }
    }

    /**
     * Writes exported letters to their dead-letter topics, where they are open again. One that lies there already, or was imported
     * before, is passed over.
     *
     * @return how many were written
     */
    public int importAll(List<LetterFile.Line> lines, String by) throws InterruptedException {
        return new LetterImport(kafka, topics, clock).write(lines, by);
    }

    /** What the audit says of a run, in its order; nothing where there was none of that name. */
    List<Action> actions(String run) {
        try (TopicScan scan = new TopicScan(kafka)) {
            return ActionLog.ofRun(scan, run);
        }
    }

    static String newRun() {
        return UUID.randomUUID().toString();
    }
}
