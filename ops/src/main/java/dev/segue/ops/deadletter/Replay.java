package dev.segue.ops.deadletter;

import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.Action.What;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One run of putting letters back; each is sent together with the note that it was, so that a run may end anywhere. */
final class Replay {
    /** Before the reason, in the note about the end of a run. */
    static final String STOPPED = ", stopped: ";

    static final String QUARANTINE = "dead-letter-quarantine";

    private static final Duration LOOK = Duration.ofMillis(500);

    private final LetterWriter writer;
    private final TopicScan single;
    private final GroupProgress groups;
    private final ReplayOutcomes outcomes;
    private final LetterFilter filter;
    private final ReplayOptions options;
    private final Clock clock;
    private final String run;
    private final Consumer<String> progress;
    private final List<ReplayOutcomes.Sent> trial = new ArrayList<>();
    private int replayed;
    private int quarantined;
    private int impossible;
    private long nextAt;

    Replay(
            LetterWriter writer,
            TopicScan single,
            GroupProgress groups,
            ReplayOutcomes outcomes,
            LetterFilter filter,
            ReplayOptions options,
            Clock clock,
            String run,
            Consumer<String> progress) {
        this.writer = writer;
        this.single = single;
        this.groups = groups;
        this.outcomes = outcomes;
        this.filter = filter;
        this.options = options;
        this.clock = clock;
        this.run = run;
        this.progress = progress;
    }

    /** @param letters all that are meant, oldest first */
    ReplayReport run(List<Letter> letters) throws InterruptedException {
        writer.note(note(What.BEGAN, null, null, letters.size() + " letters"));
        ReplayOutcomes.Verdict verdict = ReplayOutcomes.Verdict.NONE;
        String stopped = null;
        for (Letter letter : letters) {
            if (replayed >= options.limit()) {
                break;
            }
            if (options.canary() > 0 && trial.size() == options.canary() && replayed == trial.size()) {
                verdict = judge();
                stopped = verdict.objection();
                if (stopped != null) {
                    break;
                }
            }
            one(letter);
        }
        if (options.canary() > 0
                && replayed > 0
                && replayed == trial.size()
                && verdict == ReplayOutcomes.Verdict.NONE) {
            verdict = judge();
            stopped = verdict.objection();
        }
        ReplayReport report = new ReplayReport(
                run,
                letters.size(),
                replayed,
                verdict.passed(),
                verdict.failed(),
                verdict.undecided(),
                quarantined,
                impossible,
                stopped);
        writer.note(note(What.ENDED, null, null, counts(report)));
        return report;
    }

    private void one(Letter letter) throws InterruptedException {
        String target = letter.origin();
        ConsumerRecord<byte[], byte @Nullable []> record =
                single.known(letter.id().place(), letter.id().offset()).orElse(null);
        if (target == null || letter.omitted() || record == null) {
            impossible++;
            return;
        }
        if (letter.replays() >= options.quarantineAfter()) {
            writer.send(
                    LetterWriter.asItIs(record, QUARANTINE),
                    sent -> note(
                            What.QUARANTINED, letter.id(), place(sent), "put back " + letter.replays() + " times"));
            quarantined++;
            return;
        }
        awaitRoom(letter.group(), target);
        RecordMetadata sent =
                writer.send(LetterWriter.back(record, target), s -> note(What.REPLAYED, letter.id(), place(s), null));
        replayed++;
        if (trial.size() < options.canary()) {
            trial.add(
                    new ReplayOutcomes.Sent(letter, new TopicPartition(sent.topic(), sent.partition()), sent.offset()));
        }
    }

    /** Neither faster than wished nor faster than the stage works. There is nothing to wait for but the time. */
    private void awaitRoom(@Nullable String group, String target) throws InterruptedException {
        if (options.perSecond() > 0) {
            long now = System.nanoTime();
            if (replayed > 0 && now < nextAt) {
                Thread.sleep(Duration.ofNanos(nextAt - now));
            }
            nextAt = Math.max(now, nextAt) + Duration.ofSeconds(1).toNanos() / options.perSecond();
        }
        boolean told = false;
        while (group != null && groups.lag(group, target) > options.mostLag()) {
            if (!told) {
                progress.accept("waiting: the stage is more than " + options.mostLag() + " records behind");
                told = true;
            }
            Thread.sleep(LOOK);
        }
    }

    private ReplayOutcomes.Verdict judge() throws InterruptedException {
        progress.accept("awaiting what becomes of " + trial.size() + " ...");
        ReplayOutcomes.Verdict verdict =
                outcomes.await(trial, Instant.now(clock).plus(options.patience()));
        for (Letter letter : verdict.passedLetters()) {
            writer.note(note(What.PASSED, letter.id(), null, null));
        }
        for (Letter letter : verdict.failedLetters()) {
            writer.note(note(What.FAILED, letter.id(), null, null));
        }
        return verdict;
    }

    private Action note(What what, @Nullable LetterId letter, @Nullable String target, @Nullable String note) {
        return new Action(what, run, letter, options.by(), Instant.now(clock), filter.toString(), target, note);
    }

    private static String place(RecordMetadata sent) {
        return sent.topic() + "/" + sent.partition() + "/" + sent.offset();
    }

    private static String counts(ReplayReport r) {
        return "matched " + r.matched() + ", replayed " + r.replayed() + ", passed " + r.passed() + ", failed "
                + r.failed() + ", undecided " + r.undecided() + ", quarantined " + r.quarantined() + ", impossible "
                + r.impossible() + (r.stopped() == null ? "" : STOPPED + r.stopped());
    }
}
