package dev.segue.ops.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Open letters that have most likely the same cause.
 *
 * @param cause in words
 * @param letters how many
 * @param videos how many films they belong to
 * @param filmUs how much film they stand for, in microseconds
 * @param mostReplays how often the one that was put back most often was
 * @param example one of them
 */
public record LetterGroup(
        String stage,
        String code,
        String fingerprint,
        String kind,
        String cause,
        long letters,
        long videos,
        long filmUs,
        Instant oldest,
        Instant youngest,
        int mostReplays,
        LetterId example) {
    private record Key(String stage, String code, String fingerprint) {}

    /** The groups, largest first. */
    static List<LetterGroup> of(List<Letter> letters) {
        Map<Key, List<Letter>> byCause = new LinkedHashMap<>();
        for (Letter letter : letters) {
            byCause.computeIfAbsent(
                            new Key(letter.stage(), letter.code(), letter.fingerprint()), k -> new ArrayList<>())
                    .add(letter);
        }
        return byCause.values().stream()
                .map(LetterGroup::one)
                .sorted(Comparator.comparingLong(LetterGroup::letters)
                        .reversed()
                        .thenComparing(LetterGroup::fingerprint))
                .toList();
    }

    private static LetterGroup one(List<Letter> letters) {
        Letter last = letters.getLast();
        return new LetterGroup(
                last.stage(),
                last.code(),
                last.fingerprint(),
                last.kind(),
                last.cause(),
                letters.size(),
                letters.stream()
                        .map(Letter::videoId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count(),
                letters.stream().mapToLong(Letter::filmUs).sum(),
                letters.stream().map(Letter::at).min(Comparator.naturalOrder()).orElseThrow(),
                letters.stream().map(Letter::at).max(Comparator.naturalOrder()).orElseThrow(),
                letters.stream().mapToInt(Letter::replays).max().orElse(0),
                last.id());
    }
}
