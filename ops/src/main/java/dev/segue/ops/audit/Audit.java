package dev.segue.ops.audit;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.TopicScan;
import dev.segue.ops.deadletter.DeadLetters;
import dev.segue.ops.deadletter.GroupProgress;
import dev.segue.ops.deadletter.Letter;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether all that was said and all that is stored fit together. Changes nothing and belongs to no group.
 *
 * <p>Films are taken some thousands at a time, and all topics are read once for each such pass. Held for each film of the pass are
 * about two kilobytes, 24 bytes for each unit and rendition, and the event {@code published}; of one rendition at a time its list of
 * segments and objects.
 */
public final class Audit {
    /** 100 MB for films of sixty units with four renditions. */
    private static final int FILMS_AT_A_TIME = 10_000;

    private final KafkaSettings kafka;
    private final TopicCatalogue catalogue;
    private final ObjectStore store;
    private final Buckets buckets;
    private final Clock clock;
    private final int filmsAtATime;

    /** @param store where the films lie, in {@code buckets} */
    public Audit(KafkaSettings kafka, TopicCatalogue catalogue, ObjectStore store, Buckets buckets, Clock clock) {
        this(kafka, catalogue, store, buckets, clock, FILMS_AT_A_TIME);
    }

    /** @param filmsAtATime how many are held in memory */
    public Audit(
            KafkaSettings kafka,
            TopicCatalogue catalogue,
            ObjectStore store,
            Buckets buckets,
            Clock clock,
            int filmsAtATime) {
        this.kafka = kafka;
        this.catalogue = catalogue;
        this.store = store;
        this.buckets = buckets;
        this.clock = clock;
        this.filmsAtATime = filmsAtATime;
    }

    /**
     * Looks once.
     *
     * @param listener told of each finding when it is found
     */
    public AuditReport run(AuditScope scope, Consumer<Finding> listener) {
        Tally tally = new Tally(listener);
        Instant now = clock.instant();
        try (TopicScan scan = new TopicScan(kafka);
                GroupProgress groups = new GroupProgress(kafka)) {
            Cut cut = new Cut(scan, catalogue);
            List<Letter> letters = openLetters(scope.video());
            long films = scope.video() == null ? cut.uploads() : 1;
            int passes = Math.toIntExact(1 + films / filmsAtATime);
            for (int pass = 0; pass < passes; pass++) {
                int own = pass;
                Runs runs = new Runs(videoId -> scope.video() == null
                        ? Math.floorMod(videoId.hashCode(), passes) == own
                        : scope.video().equals(videoId));
                letters.forEach(runs::add);
                OrphanSearch orphans = new OrphanSearch(store, buckets, runs, now.minus(scope.grace()), tally);
                Waiting waiting = new Waiting(catalogue, groups, scan);
                new AuditPass(scope, cut, runs, waiting, store, buckets.vod(), now, tally).run(orphans);
                if (pass == 0 && scope.video() == null) {
                    orphans.searchWork();
                }
            }
        }
        return tally.report();
    }

    private List<Letter> openLetters(@Nullable String video) {
        DeadLetters letters = new DeadLetters(kafka, catalogue, clock);
        LetterFilter filter = new LetterFilter(null, null, null, null, null, video, null, null, null);
        List<Letter> open = new ArrayList<>(letters.letters(filter, DeadLetters.Place.OPEN));
        open.addAll(letters.letters(filter, DeadLetters.Place.QUARANTINE));
        return open;
    }
}
