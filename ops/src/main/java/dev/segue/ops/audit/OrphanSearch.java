package dev.segue.ops.audit;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.storage.Buckets;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects that belong to nothing: to no version that is published, may still be, or once was, and to no upload that was stated. An
 * orphan can never be needed again, since a version's number is not given twice; what a run that begins later could take for its own
 * is only unclaimed. What is not certain is left alone.
 */
final class OrphanSearch {
    private static final Pattern VERSION = Pattern.compile("v(\\d{1,9})/");
    private static final Pattern SOURCE = Pattern.compile("([^/]+)/g(\\d{1,9})/source");
    private static final String CACHE = "per-title/";

    private final ObjectStore store;
    private final Buckets buckets;
    private final Runs runs;
    private final Instant graceEnds;
    private final Tally tally;

    /** @param graceEnds what was written later may belong to something that is only beginning */
    OrphanSearch(ObjectStore store, Buckets buckets, Runs runs, Instant graceEnds, Tally tally) {
        this.store = store;
        this.buckets = buckets;
        this.runs = runs;
        this.graceEnds = graceEnds;
        this.tally = tally;
    }

    /**
     * Looks through the folders of the films of this pass.
     *
     * @param video the only film; absent for all
     * @param standings where runs stand
     */
    void search(@Nullable String video, Map<RunFacts, Standing> standings) {
        if (video != null) {
            film(video + "/", standings);
            uploads(video + "/");
            return;
        }
        store.children(buckets.vod(), "", name -> film(name, standings));
        store.children(buckets.quarantine(), "", this::uploads);
    }

    /** What lies in the bucket for what can be found out again: belongs to no film. */
    void searchWork() {
        store.children(buckets.work(), "", name -> {
            if (!name.equals(CACHE)) {
                unclaimed(buckets.work(), name, null, "only " + CACHE);
            }
        });
    }

    private void film(String name, Map<RunFacts, Standing> standings) {
        String videoId = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (!runs.wants(videoId)) {
            return;
        }
        if (!name.endsWith("/")) {
            unclaimed(buckets.vod(), name, null, "only folders of films");
            return;
        }
        String pointer = ObjectKeys.pointer(videoId).substring(name.length());
        store.children(buckets.vod(), name, child -> {
            Matcher version = VERSION.matcher(child);
            if (version.matches()) {
                version(videoId, Integer.parseInt(version.group(1)), standings);
            } else if (!child.isEmpty() && !child.equals(pointer)) {
                unclaimed(buckets.vod(), name + child, videoId, "only versions and the pointer");
            }
        });
    }

    private void version(String videoId, int generation, Map<RunFacts, Standing> standings) {
        String folder = ObjectKeys.version(videoId, generation);
        RunFacts run = runs.of(videoId).get(generation);
        Published published = run == null ? null : run.published();
        if (published != null) {
            beside(videoId, folder, published);
            return;
        }
        if (run != null
                && (!run.letters().isEmpty()
                        || standings.getOrDefault(run, Standing.RUNNING).mayWrite())) {
            return;
        }
        // The multivariant playlist is the last that is written before a version is shown: with it, this may have been
        // published so long ago that nobody speaks of it any more.
        if (store.head(new ObjectRef(buckets.vod(), ObjectKeys.hls(videoId, generation)))
                .isEmpty()) {
            if (run == null && generation > newest(videoId)) {
                unclaimed(buckets.vod(), folder, videoId, "nobody speaks of this version");
            } else {
                below(FindingCode.ORPHAN, buckets.vod(), folder, videoId, "this version will never come to be");
            }
        }
    }

    /** The run after which the next one is counted; 0 when there was none. */
    private int newest(String videoId) {
        return runs.of(videoId).descendingMap().values().stream()
                .filter(EndCheck::isBegun)
                .findFirst()
                .map(RunFacts::generation)
                .orElse(0);
    }

    /** What lies inside a rendition is compared where the rendition's segments are at hand. */
    private void beside(String videoId, String folder, Published published) {
        Set<String> expected = new HashSet<>();
        published.renditions().forEach(made -> expected.add(made.rendition().id() + "/"));
        expected.add(ObjectKeys.hls(videoId, published.generation()).substring(folder.length()));
        expected.add(ObjectKeys.dash(videoId, published.generation()).substring(folder.length()));
        store.children(buckets.vod(), folder, child -> {
            if (!child.isEmpty() && !expected.contains(child)) {
                below(FindingCode.ORPHAN, buckets.vod(), folder + child, videoId, "only renditions and manifests");
            }
        });
    }

    /** Only what has the name of a source: a CMS may keep what it likes beside, under names of its own. */
    private void uploads(String name) {
        String videoId = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (!runs.wants(videoId)) {
            return;
        }
        store.each(buckets.quarantine(), name, object -> {
            ObjectRef ref = new ObjectRef(buckets.quarantine(), object.key());
            Matcher source = SOURCE.matcher(object.key());
            if (!source.matches() || !source.group(1).equals(videoId)) {
                return;
            }
            boolean spokenOf = runs.of(videoId).values().stream()
                    .anyMatch(run -> ref.equals(run.upload())
                            || run.ended()
                            || (run.generation() == Integer.parseInt(source.group(2)) && EndCheck.isBegun(run)));
            if (!spokenOf
                    && store.head(new ObjectRef(buckets.originals(), object.key()))
                            .isEmpty()) {
                add(FindingCode.UNCLAIMED, videoId, ref, "no upload was stated", object);
            }
        });
    }

    private void unclaimed(String bucket, String name, @Nullable String videoId, String why) {
        below(FindingCode.UNCLAIMED, bucket, name, videoId, why);
    }

    /** A name without a final slash is one object, however many others begin like it. */
    private void below(FindingCode code, String bucket, String name, @Nullable String videoId, String why) {
        store.each(bucket, name, object -> {
            if (name.endsWith("/") || object.key().equals(name)) {
                add(code, videoId, new ObjectRef(bucket, object.key()), why, object);
            }
        });
    }

    private void add(FindingCode code, @Nullable String videoId, ObjectRef ref, String why, ObjectStore.Listed object) {
        if (object.modified().isBefore(graceEnds)) {
            tally.add(Finding.leftOver(code, videoId, ref, why, object.bytes() + " bytes of " + object.modified()));
        }
    }
}
