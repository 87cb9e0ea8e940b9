package dev.segue.ops;

import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far each video is, as far as its events were heard. Holds a bounded number of videos: those that were heard of last.
 * Safe to use from any thread.
 */
public final class ProgressBoard implements AutoCloseable {
    private final int most;
    private final Map<String, VideoProgress> videos = new LinkedHashMap<>();
    private final List<Consumer<VideoProgress>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable EventFeed feed;

    /**
     * A board that is told of records by {@link #accept}.
     *
     * @param most how many videos it holds
     */
    public ProgressBoard(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a board must hold at least 1 video but is to hold " + most);
        }
        this.most = most;
    }

    /**
     * A board that follows a cluster until it is closed.
     *
     * @throws ClusterUnavailableException when Kafka does not answer
     */
    public static ProgressBoard following(
            KafkaSettings kafka, TopicCatalogue catalogue, EventFeed.From from, int most) {
        ProgressBoard board = new ProgressBoard(most);
        board.feed = EventFeed.start(kafka, catalogue, from, board::accept);
        return board;
    }

    /** Adds one record. */
    public void accept(EventRecord record) {
        VideoProgress now;
        synchronized (videos) {
            // Taken out and put back, so that the order is that of the latest news.
            VideoProgress before = videos.remove(record.videoId());
            now = before == null ? VideoProgress.of(record) : before.with(record);
            videos.put(record.videoId(), now);
            if (videos.size() > most) {
                videos.remove(videos.keySet().iterator().next());
            }
        }
        listeners.forEach(listener -> listener.accept(now));
    }

    public Optional<VideoProgress> find(String videoId) {
        synchronized (videos) {
            return Optional.ofNullable(videos.get(videoId));
        }
    }

    /** The videos heard of last, the latest first. */
    public List<VideoProgress> latest(int limit) {
        List<VideoProgress> all;
        synchronized (videos) {
            all = new ArrayList<>(videos.values());
        }
        return all.reversed().stream().limit(limit).toList();
    }

    /**
     * Calls a listener after each record with what is known of its video then, on the thread that brings the records.
     *
     * @return to be closed when the listener wants to hear no more
     */
    public Subscription listen(Consumer<VideoProgress> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Ends the calls of a listener. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Completes with the video's progress as soon as the condition holds; at once when it does already. Cancel it to give up. */
    public CompletableFuture<VideoProgress> when(String videoId, Predicate<VideoProgress> condition) {
        Waiter waiter = new Waiter(videoId, condition);
        listeners.add(waiter);
        // Looked at after listening has begun, so that nothing falls between.
        find(videoId).ifPresent(waiter);
        return waiter.reached;
    }

    /** Completes when the video has ended, in whatever way. */
    public CompletableFuture<VideoProgress> ended(String videoId) {
        return when(videoId, progress -> progress.outcome().ended());
    }

    /** Why it hears nothing more, if so. */
    public Optional<String> fault() {
        EventFeed following = feed;
        return following == null ? Optional.empty() : following.fault();
    }

    @Override
    public void close() {
        EventFeed following = feed;
        if (following != null) {
            following.close();
        }
    }

    /** Takes itself off the list once there is nothing left to wait for, be it that the waiting was cancelled. */
    private final class Waiter implements Consumer<VideoProgress> {
        private final String videoId;
        private final Predicate<VideoProgress> condition;
        private final CompletableFuture<VideoProgress> reached = new CompletableFuture<>();

        private Waiter(String videoId, Predicate<VideoProgress> condition) {
            this.videoId = videoId;
            this.condition = condition;
        }

        @Override
        public void accept(VideoProgress progress) {
            if (progress.videoId().equals(videoId) && condition.test(progress)) {
                reached.complete(progress);
            }
            if (reached.isDone()) {
                listeners.remove(this);
            }
        }
    }
}
