package dev.segue.ops.retry;

import dev.segue.contract.Cancel;
import dev.segue.contract.Event;
import dev.segue.contract.EventCodec;
import dev.segue.contract.Job;
import dev.segue.contract.Priority;
import dev.segue.ops.ClusterUnavailableException;
import dev.segue.ops.retry.RetryRefusedException.Reason;
import dev.segue.stage.KafkaSettings;
import dev.segue.stage.Tracing;
import dev.segue.storage.ObjectStore;
import dev.segue.storage.StoreUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a video anew: finds the stored event to begin with and states it once more as the run after the newest. Nothing of the older runs is
 * touched; the publisher shows the new one when it is whole, and the assembler counts no older run from its first unit on.
 */
public final class Retries {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final KafkaSettings kafka;
    private final HistoryReader histories;
    private final EventCodec codec;
    private final ObjectStore store;
    private final Tracing tracing;
    private final Clock clock;

    Retries(
            KafkaSettings kafka,
            HistoryReader histories,
            EventCodec codec,
            ObjectStore store,
            Tracing tracing,
            Clock clock) {
        this.kafka = kafka;
        this.histories = histories;
        this.codec = codec;
        this.store = store;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * Begins a run.
     *
     * @throws RetryRefusedException when none is begun
     * @throws ClusterUnavailableException when Kafka or the store does not answer; nothing is begun then
     */
    public Retried retry(RetryRequest request) throws InterruptedException {
        if (!ID.matcher(request.videoId()).matches()) {
            throw unknown(request);
        }
        // The writer first: what others wrote before it is seen, and they can write nothing after it.
        try (RetryWriter writer = new RetryWriter(kafka, codec, request.videoId())) {
            VideoHistory history = histories.read(request.videoId(), request.from() == RetryFrom.SEGMENTS_READY);
            Beginning beginning = beginning(request, history);
            requireSource(beginning);
            int generation = history.newest() + 1;
            Integer superseded = history.running() ? (Integer) history.newest() : null;
            List<Event> events = new ArrayList<>();
            if (superseded != null) {
                events.add(new Cancel(request.videoId(), superseded, "Superseded by run " + generation + "."));
            }
            beginning.events().forEach(stored -> events.add(stored.as(generation, beginning.job())));
            String priority = beginning.job().priority().name().toLowerCase(Locale.ROOT);
            write(writer, request, beginning, events, generation);
            return new Retried(
                    request.videoId(),
                    generation,
                    beginning.from().label(),
                    beginning.job().profile(),
                    priority,
                    history.published().orElse(null),
                    superseded,
                    beginning.note());
        }
    }

    /** What a run begins with. */
    private record Beginning(
            RetryFrom from,
            List<StoredEvent> events,
            Job job,
            @Nullable String note) {
        StoredEvent first() {
            return events.getFirst();
        }
    }

    private static Beginning beginning(RetryRequest request, VideoHistory history) {
        if (history.newest() == 0) {
            throw unknown(request);
        }
        if (request.expected() != null && request.expected() != history.newest()) {
            throw new RetryRefusedException(
                    Reason.RUNNING, "there is a run " + history.newest() + " of " + request.videoId() + " meanwhile");
        }
        if (history.running() && !request.supersede()) {
            throw new RetryRefusedException(
                    Reason.RUNNING,
                    "run " + history.newest() + " of " + request.videoId()
                            + " is under way; wait for its end, or ask for it to be superseded");
        }
        RetryFrom from = from(request, history);
        String note = null;
        if (request.from() != null && from != request.from()) {
            note = "a profile is fitted to the film by the prober, so the run begins with " + from.label()
                    + " and not with " + request.from().label();
        }
        List<StoredEvent> events = history.latest(from.event());
        if (events.isEmpty()) {
            throw new RetryRefusedException(Reason.IMPOSSIBLE, notStored(request, history, from));
        }
        Job job = events.getFirst().job();
        try {
            job = new Job(
                    job.name(),
                    Optional.ofNullable(request.profile()).orElse(job.profile()),
                    Optional.ofNullable(request.priority()).orElse(job.priority()),
                    job.owner());
        } catch (IllegalArgumentException e) {
            throw new RetryRefusedException(Reason.IMPOSSIBLE, String.valueOf(e.getMessage()));
        }
        return new Beginning(from, events, job, note);
    }

    private static RetryRefusedException unknown(RetryRequest request) {
        return new RetryRefusedException(Reason.UNKNOWN, "there is no video " + request.videoId());
    }

    /** Where nothing is said, as late as is possible; never later than a new profile allows. */
    private static RetryFrom from(RetryRequest request, VideoHistory history) {
        RetryFrom latest = RetryFrom.latest(request.profile());
        if (request.from() != null) {
            return request.profile() != null && request.from().compareTo(latest) > 0 ? latest : request.from();
        }
        return history.possible().stream()
                .filter(from -> from.compareTo(latest) <= 0)
                .reduce((earlier, later) -> later)
                .orElse(latest);
    }

    private static String notStored(RetryRequest request, VideoHistory history, RetryFrom from) {
        String known = history.possible().stream().map(RetryFrom::label).collect(Collectors.joining(", "));
        return "no " + from.label() + " of " + request.videoId() + " is stored any more, or it never came so far; "
                + (known.isEmpty() ? "upload the film under a new id" : "it can begin with " + known);
    }

    private void requireSource(Beginning beginning) {
        try {
            if (store.head(beginning.first().source().object()).isEmpty()) {
                throw new RetryRefusedException(
                        Reason.IMPOSSIBLE,
                        "the film itself, " + beginning.first().source().object() + ", is no longer in the store"
                                + (beginning.from() == RetryFrom.UPLOAD_COMPLETE
                                        ? "; begin with scanned, or upload it under a new id"
                                        : "; bring it back, or upload it under a new id"));
            }
        } catch (StoreUnavailableException e) {
            throw new ClusterUnavailableException(
                    "the object store cannot be asked whether the film is still there: " + e.getMessage(), e);
        }
    }

    private void write(
            RetryWriter writer, RetryRequest request, Beginning beginning, List<Event> events, int generation)
            throws InterruptedException {
        Priority priority = request.priority();
        RetryAction action = new RetryAction(
                request.run(),
                request.videoId(),
                generation,
                beginning.from().label(),
                request.profile(),
                priority == null ? null : priority.name().toLowerCase(Locale.ROOT),
                request.by(),
                clock.instant());
        try (Tracing.Piece piece =
                tracing.begin("retry", events.getLast(), beginning.first().traceparent())) {
            writer.write(events, request.source(), piece.traceparent(), action);
        }
    }
}
