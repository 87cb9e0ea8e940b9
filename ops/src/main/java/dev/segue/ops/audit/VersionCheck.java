package dev.segue.ops.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.segue.contract.EventCodec;
import dev.segue.contract.EventType;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Published;
import dev.segue.contract.Source;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.ObjectStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** What was published is what its renditions are, its manifests say so, and players are shown the newest version. */
final class VersionCheck {
    private static final Pattern URI = Pattern.compile("URI=\"([^\"]*)\"");

    private final ObjectStore store;
    private final StoredBytes bytes;
    private final String bucket;
    private final boolean deep;
    private final Tally tally;

    VersionCheck(ObjectStore store, StoredBytes bytes, String bucket, boolean deep, Tally tally) {
        this.store = store;
        this.bytes = bytes;
        this.bucket = bucket;
        this.deep = deep;
        this.tally = tally;
    }

    /** @param expired whether its renditions are no longer told of */
    void published(RunFacts run, Published event, boolean expired) {
        if (!expired) {
            renditions(run, event);
        }
        Set<String> ids = new TreeSet<>();
        event.renditions().forEach(made -> ids.add(made.rendition().id()));
        ObjectRef master = new ObjectRef(bucket, ObjectKeys.hls(run.videoId(), run.generation()));
        bytes.text(master).ifPresentOrElse(text -> multivariant(run, master, ids, text), () -> missing(run, master));
        ObjectRef mpd = new ObjectRef(bucket, ObjectKeys.dash(run.videoId(), run.generation()));
        bytes.text(mpd).ifPresentOrElse(text -> dash(run, mpd, ids, text), () -> missing(run, mpd));
    }

    private void renditions(RunFacts run, Published event) {
        Map<String, String> said = new TreeMap<>();
        event.renditions().forEach(m -> said.put(m.rendition().id(), facts(m.frames(), m.segments(), m.bytes())));
        Map<String, String> made = new TreeMap<>();
        run.completed().forEach((id, c) -> made.put(id, facts(c.frames(), c.segments(), c.bytes())));
        Set<String> lost = new TreeSet<>(run.announced());
        lost.addAll(said.keySet());
        lost.removeAll(made.keySet());
        for (String id : lost) {
            // That all are missing, the chain of events says.
            if (!made.isEmpty()) {
                tally.add(Finding.of(
                        FindingCode.EVENT_LOST,
                        run,
                        Runs.id(run, EventType.RENDITION_COMPLETE) + "/" + id,
                        "stated, since the run is published",
                        "missing"));
            }
            said.remove(id);
        }
        said.keySet().removeAll(run.disordered());
        made.keySet().removeAll(run.disordered());
        if (!said.equals(made)) {
            tally.add(Finding.of(FindingCode.PUBLISHED_DIFFERS, run, Runs.id(run, EventType.PUBLISHED), made, said));
        }
    }

    private static String facts(long frames, int segments, long bytes) {
        return frames + " frames in " + segments + " segments, " + bytes + " bytes";
    }

    private void multivariant(RunFacts run, ObjectRef master, Set<String> ids, String text) {
        Set<String> expected = new TreeSet<>();
        ids.forEach(id -> expected.add(ObjectKeys.mediaPlaylistName(id)));
        Set<String> found = new TreeSet<>();
        for (String line :
                text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
            Matcher uri = URI.matcher(line);
            if (!line.startsWith("#")) {
                found.add(line);
            } else if (uri.find()) {
                found.add(uri.group(1));
            }
        }
        if (!found.equals(expected)) {
            differs(run, master, expected, found);
        }
    }

    private void dash(RunFacts run, ObjectRef mpd, Set<String> ids, String text) {
        Map<String, DashTimeline> found;
        try {
            found = DashTimeline.parse(text);
        } catch (XMLStreamException | NumberFormatException e) {
            differs(run, mpd, "a manifest", "what cannot be read: " + e.getMessage());
            return;
        }
        if (!found.keySet().equals(ids)) {
            differs(run, mpd, "representations " + ids, found.keySet());
            return;
        }
        run.completed().forEach((id, c) -> {
            DashTimeline expected = new DashTimeline(c.timescale(), c.segments(), c.start(), c.end());
            if (!expected.equals(found.get(id)) && !run.disordered().contains(id)) {
                differs(run, mpd, id + " " + expected, String.valueOf(found.get(id)));
            }
        });
    }

    private void differs(RunFacts run, ObjectRef object, Object expected, Object found) {
        tally.add(Finding.of(FindingCode.MANIFEST_DIFFERS, run, object, expected, found));
    }

    private void missing(RunFacts run, ObjectRef object) {
        tally.add(Finding.of(FindingCode.OBJECT_MISSING, run, object, "stored", "missing"));
    }

    /** @param newest the newest published run of a film */
    void pointer(RunFacts newest) {
        ObjectRef object = new ObjectRef(bucket, ObjectKeys.pointer(newest.videoId()));
        String found = bytes.text(object)
                .map(json -> {
                    try {
                        return EventCodec.json().readTree(json).path("version").asText("none");
                    } catch (JsonProcessingException e) {
                        return "no JSON";
                    }
                })
                .orElse("missing");
        if (!found.equals(String.valueOf(newest.generation()))) {
            tally.add(Finding.of(FindingCode.POINTER_DIFFERS, newest, object, "version " + newest.generation(), found));
        }
    }

    /** What was accepted is kept for ever. */
    void original(RunFacts run, Source source) {
        ObjectRef object = source.object();
        Long length = store.head(object).map(ObjectStore.Info::bytes).orElse(null);
        tally.objects(1);
        if (length == null) {
            missing(run, object);
        } else if (length != source.sizeBytes()) {
            tally.add(
                    Finding.of(FindingCode.OBJECT_SIZE, run, object, source.sizeBytes() + " bytes", length + " bytes"));
        } else if (deep && source.sha256() != null) {
            String found = bytes.sha256(object).orElse("missing");
            if (!found.equals(source.sha256())) {
                tally.add(Finding.of(FindingCode.OBJECT_CHANGED, run, object, "SHA-256 " + source.sha256(), found));
            }
        }
    }
}
