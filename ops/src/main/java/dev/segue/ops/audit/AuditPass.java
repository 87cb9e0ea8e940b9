package dev.segue.ops.audit;

import dev.segue.contract.Published;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Source;
import dev.segue.stage.DeadLetterHeaders;
import dev.segue.stage.OtherHosts;
import dev.segue.storage.ObjectStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One look at some of the films. */
final class AuditPass {
    private final AuditScope scope;
    private final Cut cut;
    private final Runs runs;
    private final Waiting waiting;
    private final Instant now;
    private final Tally tally;
    private final RenditionCheck renditions;
    private final RenditionObjects objects;
    private final EndCheck ends;
    private final VersionCheck versions;

    /** @param vod the bucket of what is published */
    AuditPass(
            AuditScope scope,
            Cut cut,
            Runs runs,
            Waiting waiting,
            ObjectStore store,
            String vod,
            Instant now,
            Tally tally) {
        this.scope = scope;
        this.cut = cut;
        this.runs = runs;
        this.waiting = waiting;
        this.now = now;
        this.tally = tally;
        StoredBytes bytes = new StoredBytes(store, tally);
        Instant graceEnds = now.minus(scope.grace());
        renditions = new RenditionCheck(tally);
        objects = new RenditionObjects(store, bytes, vod, scope.deep(), graceEnds, tally);
        ends = new EndCheck(runs, waiting, now, scope.settle(), tally);
        versions = new VersionCheck(store, bytes, vod, scope.deep(), tally);
    }

    void run(OrphanSearch orphans) {
        cut.facts(record -> {
            waiting.saw(new TopicPartition(record.topic(), record.partition()), record.offset());
            runs.add(record);
        });
        cut.renditions(record -> {
            waiting.saw(new TopicPartition(record.topic(), record.partition()), record.offset());
            if (runs.add(record) instanceof RenditionComplete e) {
                rendition(e, isCopy(record));
            }
        });
        Map<RunFacts, Standing> standings = new HashMap<>();
        for (TreeMap<Integer, RunFacts> film : runs.films()) {
            film.values().forEach(run -> standings.put(run, judge(run)));
            film.descendingMap().values().stream()
                    .filter(run -> run.published() != null)
                    .findFirst()
                    .ifPresent(versions::pointer);
        }
        orphans.search(scope.video(), standings);
    }

    /** Whether a record was put back, or handed over by a host that could not work on it: the same word once more. */
    private static boolean isCopy(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(DeadLetterHeaders.REPLAYS) != null
                || record.headers().lastHeader(OtherHosts.HOST) != null;
    }

    private void rendition(RenditionComplete e, boolean copy) {
        RunFacts run = runs.run(e.videoId(), e.generation());
        if (!run.complete(e)) {
            if (!copy) {
                tally.add(Finding.of(
                        FindingCode.COMPLETE_TWICE, run, RenditionCheck.name(run, e), "stated once", "stated again"));
            }
            return;
        }
        if (!expired(run)) {
            renditions.check(run, e);
        }
        if (run.published() != null && !run.disordered().contains(e.rendition().id())) {
            objects.check(run, e);
        }
    }

    private Standing judge(RunFacts run) {
        Standing standing = ends.standing(run);
        boolean expired = expired(run);
        if (EndCheck.isBegun(run) || run.ended()) {
            tally.run(standing);
        }
        if (expired) {
            tally.expired();
        }
        ends.check(run, standing, expired);
        Published published = run.published();
        if (published != null) {
            versions.published(run, published, expired);
        }
        Source original = run.original();
        if (original != null) {
            versions.original(run, original);
        }
        return standing;
    }

    /** Whether retention may have taken some of what was said of the run, so that gaps prove nothing. */
    private boolean expired(RunFacts run) {
        if (!cut.truncated()) {
            return false;
        }
        Instant whole = now.minus(cut.retention());
        // A film that takes days may lose its first word while the last are still young.
        Instant half = now.minus(cut.retention().dividedBy(2));
        return run.firstAt().isBefore(whole) || (run.firstAt().isBefore(half) && !run.hasBeginning());
    }
}
