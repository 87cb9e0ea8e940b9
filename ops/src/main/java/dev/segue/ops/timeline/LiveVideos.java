package dev.segue.ops.timeline;

import dev.segue.stage.TransientFailure;
import dev.segue.stage.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Tells everybody who listens where videos are, whenever that changes. All share one feed: the projection names the videos of each
 * transaction as it commits, and each that somebody listens for is looked up once.
 */
public final class LiveVideos implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveVideos.class);
    private static final int MOST = 1_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final ChangeFeed feed;
    private final Duration heartbeat;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    LiveVideos(Database database) {
        this(database, HEARTBEAT);
    }

    LiveVideos(Database database, Duration heartbeat) {
        this.feed = new ChangeFeed(database, new Teller());
        this.heartbeat = heartbeat;
    }

    /** What is to be sent of a video, empty when there is no such video any more. */
    public interface View {
        Optional<String> of(String videoId) throws TransientFailure;
    }

    private record Listener(String videoId, View view, FluxSink<byte[]> sink) {}

    /** Whether no more may listen. */
    public boolean full() {
        return listeners.size() >= MOST;
    }

    /** What there is to say of a video now and from now on, with comments in between; ends when the caller goes. */
    public Publisher<byte[]> of(String videoId, View view) {
        Flux<byte[]> states = Flux.<byte[]>create(
                sink -> {
                    Listener listener = new Listener(videoId, view, sink);
                    listeners.add(listener);
                    sink.onDispose(() -> listeners.remove(listener));
                    feed.wanted();
                    // Looked at by the feed's thread, after listening has begun, so that nothing falls between.
                    feed.ask(videoId);
                },
                // Of a slow caller's states only the latest matters.
                FluxSink.OverflowStrategy.LATEST);
        Flux<byte[]> comments = Flux.interval(heartbeat).map(i -> COMMENT).onBackpressureDrop();
        return Flux.merge(states, comments);
    }

    private final class Teller implements ChangeFeed.Listener {
        @Override
        public boolean wants() {
            return !listeners.isEmpty();
        }

        @Override
        public void changed(Set<String> videoIds) {
            listenedTo().filter(videoIds::contains).forEach(LiveVideos.this::tell);
        }

        @Override
        public void anyChanged() {
            listenedTo().forEach(LiveVideos.this::tell);
        }

        private Stream<String> listenedTo() {
            return listeners.stream().map(Listener::videoId).distinct();
        }
    }

    private void tell(String id) {
        List<Listener> those =
                listeners.stream().filter(l -> l.videoId().equals(id)).toList();
        if (those.isEmpty()) {
            return;
        }
        try {
            Optional<String> view = those.getFirst().view().of(id);
            view.ifPresent(text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                those.forEach(l -> l.sink().next(bytes));
            });
        } catch (TransientFailure e) {
            LOG.atDebug().addKeyValue("videoId", id).log("nothing to tell while PostgreSQL is away");
            feed.ask(id);
        }
    }

    @Override
    public void close() {
        feed.close();
        listeners.forEach(l -> l.sink().complete());
    }
}
