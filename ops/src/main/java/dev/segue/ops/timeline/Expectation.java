package dev.segue.ops.timeline;

import dev.segue.contract.Event;
import dev.segue.contract.Forecast;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.Scanned;
import dev.segue.contract.Source;
import dev.segue.contract.UploadComplete;
import dev.segue.ops.EventRecord;
import dev.segue.ops.VideoProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Until when a video should have moved. With the encoder that is what the dispatcher forecasts; with the other stages as long as
 * videos were there lately, and never less than their source's length allows.
 *
 * @param factor how many times the expected time it may take
 * @param floor and at least this long
 */
record Expectation(Pace pace, int factor, Duration floor) {
    /** Less than any disk or network that a stage reads a source through should give. */
    private static final long SLOWEST_BYTES_PER_MS = 10_000;

    /** Trying rungs on a thirtieth of the film, twice, takes less than a fifth of the film's length on a host fit for the work. */
    private static final long TRIALS_US_PER_MS = 5_000;

    /**
     * When it is due, or empty when the record tells nothing about that.
     *
     * @param since when it moved last
     */
    Optional<Instant> due(VideoState before, VideoProgress progress, Instant since, EventRecord record) {
        if (!(record instanceof EventRecord.Stated(String topic, Event event, Instant at))
                || topic.equals(Projected.ENCODE_QUEUE)) {
            return Optional.empty();
        }
        if (event instanceof Forecast forecast) {
            return Optional.of(due(forecast, progress, since, at));
        }
        String now = progress.stage().orElse("");
        String then = before.progress().stage().orElse(now);
        if (!then.equals(now)) {
            pace.passed(then, Duration.between(before.progressedAt(), since));
        }
        Duration expected = longer(pace.of(now), Duration.ofMillis(work(event)));
        return Optional.of(since.plus(allowed(expected)));
    }

    /** While others are before it the wait counts from now; then one unit after the other must come. */
    private Instant due(Forecast forecast, VideoProgress progress, Instant since, Instant at) {
        int left = Math.max(1, progress.units() - progress.unitsDone());
        Duration unit = Duration.ofMillis(forecast.leftMs() / left);
        if (forecast.aheadMs() == 0) {
            return since.plus(allowed(unit));
        }
        long total = Math.max(0, Duration.between(at, forecast.encodedBy()).toMillis());
        double share = (double) forecast.aheadMs() / (forecast.aheadMs() + forecast.leftMs());
        return at.plus(allowed(unit.plusMillis((long) (total * share))));
    }

    private Duration allowed(Duration expected) {
        return longer(expected.multipliedBy(factor), floor);
    }

    /** Milliseconds that the next stage takes with this source alone. */
    private static long work(Event event) {
        return switch (event) {
            case UploadComplete e -> reading(e.source());
            case Scanned e -> reading(e.source());
            case Probed e ->
                reading(e.source()) + (isTried(e.plan()) ? e.media().durationUs() / TRIALS_US_PER_MS : 0);
            default -> 0; // later stages do not read the whole source
        };
    }

    private static long reading(Source source) {
        return source.sizeBytes() / SLOWEST_BYTES_PER_MS;
    }

    /** Whether the splitter encodes excerpts of the film before it goes on. */
    private static boolean isTried(Plan plan) {
        return plan.video() != null && plan.video().perTitle() != null;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
