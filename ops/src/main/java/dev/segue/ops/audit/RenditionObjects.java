package dev.segue.ops.audit;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of one rendition of a published version are those that it was said to have, and its playlist names them. */
final class RenditionObjects {
    private final ObjectStore store;
    private final StoredBytes bytes;
    private final String bucket;
    private final boolean deep;
    private final Instant graceEnds;
    private final Tally tally;

    /** @param graceEnds what was written later may not be done yet */
    RenditionObjects(
            ObjectStore store, StoredBytes bytes, String bucket, boolean deep, Instant graceEnds, Tally tally) {
        this.store = store;
        this.bytes = bytes;
        this.bucket = bucket;
        this.deep = deep;
        this.graceEnds = graceEnds;
        this.tally = tally;
    }

    void check(RunFacts run, RenditionComplete e) {
        String id = e.rendition().id();
        Map<String, StoredObject> expected = new LinkedHashMap<>();
        expected.put(ObjectKeys.init(run.videoId(), run.generation(), id), e.init());
        for (Segment segment : e.segments()) {
            expected.put(ObjectKeys.segment(run.videoId(), run.generation(), id, segment.number()), segment.object());
        }
        String version = ObjectKeys.version(run.videoId(), run.generation());
        String playlist = version + ObjectKeys.mediaPlaylistName(id);
        Map<String, Long> there = new HashMap<>();
        store.each(bucket, version + id + "/", object -> {
            there.put(object.key(), object.bytes());
            boolean known = expected.containsKey(object.key()) || object.key().equals(playlist);
            if (!known && object.modified().isBefore(graceEnds)) {
                tally.add(Finding.leftOver(
                        FindingCode.ORPHAN,
                        run.videoId(),
                        new ObjectRef(bucket, object.key()),
                        "only what " + id + " was said to have",
                        object.bytes() + " bytes of " + object.modified()));
            }
        });
        tally.objects(expected.size());
        compare(run, expected, there);
        playlist(run, e, new ObjectRef(bucket, playlist));
    }

    private void compare(RunFacts run, Map<String, StoredObject> expected, Map<String, Long> there) {
        List<String> missing = new ArrayList<>();
        expected.forEach((key, said) -> {
            Long length = there.get(key);
            ObjectRef object = new ObjectRef(bucket, key);
            if (length == null) {
                missing.add(key);
            } else if (length != said.bytes()) {
                tally.add(Finding.of(FindingCode.OBJECT_SIZE, run, object, said.bytes() + " bytes", length + " bytes"));
            } else if (deep) {
                same(run, object, said.sha256());
            }
        });
        if (!missing.isEmpty()) {
            String more = missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more of this rendition";
            tally.add(Finding.of(
                    FindingCode.OBJECT_MISSING,
                    run,
                    new ObjectRef(bucket, missing.getFirst()),
                    "stored",
                    "missing" + more));
        }
    }

    private void same(RunFacts run, ObjectRef object, String sha256) {
        String found = bytes.sha256(object).orElse("missing");
        if (!found.equals(sha256)) {
            tally.add(Finding.of(FindingCode.OBJECT_CHANGED, run, object, "SHA-256 " + sha256, found));
        }
    }

    private void playlist(RunFacts run, RenditionComplete e, ObjectRef object) {
        String text = bytes.text(object).orElse(null);
        if (text == null) {
            tally.add(Finding.of(FindingCode.OBJECT_MISSING, run, object, "stored", "missing"));
            return;
        }
        MediaPlaylist.parse(text)
                .difference(e)
                .ifPresent(d -> tally.add(Finding.of(FindingCode.MANIFEST_DIFFERS, run, object, d[0], d[1])));
    }
}
