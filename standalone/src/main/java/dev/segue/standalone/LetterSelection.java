package dev.segue.standalone;

import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.ops.deadletter.LetterFilter;
import dev.segue.ops.deadletter.LetterId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is for; all that is given must hold. */
final class LetterSelection {
    @Option(names = "--id", paramLabel = "TOPIC/P/OFFSET", description = "This one letter.")
    @Nullable
    private String id;

    @Option(names = "--topic", paramLabel = "NAME", description = "Of this topic or dead-letter topic.")
    @Nullable
    private String topic;

    @Option(names = "--stage", paramLabel = "NAME", description = "Given up by this stage.")
    @Nullable
    private String stage;

    @Option(names = "--code", paramLabel = "CODE", description = "With this failure code.")
    @Nullable
    private String code;

    @Option(names = "--fingerprint", paramLabel = "HEX", description = "With this cause, as list shows it.")
    @Nullable
    private String fingerprint;

    @Option(names = "--video", paramLabel = "ID", description = "Of this video.")
    @Nullable
    private String video;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = Numbers.Span.class,
            description = "At least so old: 90s, 30m, 12h, 7d.")
    @Nullable
    private Duration olderThan;

    @Option(
            names = "--younger-than",
            paramLabel = "TIME",
            converter = Numbers.Span.class,
            description = "At most so old.")
    @Nullable
    private Duration youngerThan;

    @Option(
            names = "--replays-below",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Put back less often than N times.")
    @Nullable
    private Integer replaysBelow;

    @Option(names = "--quarantined", description = "In the quarantine instead of the dead-letter topics.")
    private boolean quarantined;

    LetterFilter filter() {
        return new LetterFilter(
                id == null ? null : LetterId.of(id),
                topic,
                stage,
                code,
                fingerprint,
                video,
                olderThan,
                youngerThan,
                replaysBelow);
    }

    Place place() {
        return quarantined ? Place.QUARANTINE : Place.OPEN;
    }

    /** @throws Fault when every letter there is would be changed and nobody said so */
    void requireMeant(boolean all) {
        if (!all && filter().isAll()) {
            throw new Fault("this means every dead letter there is; say which ones, or --all");
        }
    }
}
