package dev.segue.ops.deadletter;

import dev.segue.ops.TopicScan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that were put back. A stage writes a dead letter before it lets go of a record; so when its group is past
 * the record, either a new letter lies there or the record was worked on.
 */
final class ReplayOutcomes {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final TopicScan scan;
    private final GroupProgress groups;
    private final LetterReader reader;
    private final Clock clock;
    private final Map<TopicPartition, Long> seen = new HashMap<>();
    private final List<Letter> fresh = new ArrayList<>();

    ReplayOutcomes(TopicScan scan, GroupProgress groups, LetterReader reader, Clock clock) {
        this.scan = scan;
        this.groups = groups;
        this.reader = reader;
        this.clock = clock;
    }

    /** A record that was put back, and where it lies now. */
    record Sent(Letter letter, TopicPartition partition, long offset) {}

    /** How the trial went. */
    record Verdict(List<Letter> passedLetters, List<Letter> failedLetters, int undecided) {
        static final Verdict NONE = new Verdict(List.of(), List.of(), 0);

        int passed() {
            return passedLetters.size();
        }

        int failed() {
            return failedLetters.size();
        }

        /** Why the rest should not be put back, if so. */
        @Nullable
        String objection() {
            if (failed() > 0) {
                return failed() + " of " + (passed() + failed() + undecided) + " became dead letters again";
            }
            return undecided > 0 ? "of " + undecided + " nothing was heard in time" : null;
        }
    }

    /** Letters that are written to this topic from now on are looked at. */
    void watch(String deadLetterTopic) {
        scan.ends(List.of(deadLetterTopic)).forEach(seen::putIfAbsent);
    }

    /** Waits until all are decided, one has failed, or the deadline is reached; a cluster has nothing to await but the time. */
    Verdict await(List<Sent> sent, Instant deadline) throws InterruptedException {
        List<Sent> open = new ArrayList<>(sent);
        List<Letter> passed = new ArrayList<>();
        List<Letter> failed = new ArrayList<>();
        while (true) {
            List<Sent> past = open.stream().filter(this::isPast).toList();
            // Looked at after the groups: what lets go of a record has written its letter before.
            readFresh();
            for (Sent s : List.copyOf(open)) {
                if (fresh.stream().anyMatch(letter -> isAgain(s.letter(), letter))) {
                    failed.add(s.letter());
                    open.remove(s);
                } else if (past.contains(s)) {
                    passed.add(s.letter());
                    open.remove(s);
                }
            }
            if (open.isEmpty() || !failed.isEmpty() || !Instant.now(clock).isBefore(deadline)) {
                return new Verdict(List.copyOf(passed), List.copyOf(failed), open.size());
            }
            Thread.sleep(LOOK);
        }
    }

    private boolean isPast(Sent sent) {
        String group = sent.letter().group();
        if (group == null) {
            return false;
        }
        TopicPartition partition = sent.partition();
        // The end first: what comes later is then counted as unfinished, never as done.
        long end = scan.ends(List.of(partition.topic())).getOrDefault(partition, 0L);
        GroupProgress.Position position = groups.position(group, partition).orElse(null);
        if (position == null) {
            return false;
        }
        // A host that could not do it hands a copy over to another one before it lets go of the record.
        long[] last = {sent.offset(), sent.offset()};
        scan.from(Map.of(partition, Math.min(position.next(), sent.offset())), record -> {
            if (record.offset() < end) {
                last[0] = Math.max(last[0], record.offset());
                if (record.offset() > sent.offset() && isAgain(sent.letter(), reader.read(record))) {
                    last[1] = record.offset();
                }
            }
        });
        if (position.next() > last[1]) {
            return true;
        }
        Optional<Boolean> finished = groups.finished(group, partition, last[1]);
        if (finished.isPresent()) {
            return finished.get();
        }
        // On a quiet topic a share group's start stays behind. Then all is done when nothing is left but the marker of
        // the last transaction, which nobody acknowledges.
        long markersAtTheEnd = end - (last[0] + 1);
        return position.unfinished().isPresent() && position.unfinished().getAsLong() <= markersAtTheEnd;
    }

    private void readFresh() {
        Map<TopicPartition, Long> begin = Map.copyOf(seen);
        scan.from(begin, record -> {
            fresh.add(reader.read(record));
            seen.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        });
    }

    private static boolean isAgain(Letter before, Letter now) {
        return now.replays() == before.replays() + 1
                && Objects.equals(now.eventId(), before.eventId())
                && Objects.equals(now.videoId(), before.videoId())
                && (now.origin() == null || Objects.equals(now.origin(), before.origin()));
    }
}
