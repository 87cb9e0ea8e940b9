package dev.segue.media.ffmpeg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs ffprobe, in a sandbox without any folder. Safe for use by many threads, as {@link Ffmpeg} is. */
public final class Ffprobe {
    /** A film with a thousand streams stays far below; a tag may hold anything. */
    private static final long LARGEST_JSON = 8L << 20;

    private static final List<String> ALWAYS = List.of("-hide_banner", "-v", "error");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FfmpegBinaries binaries;
    private final Confinement confinement;
    private final Clock clock;
    private final RunSpans spans;

    /** Without sandbox or limits. */
    public Ffprobe(FfmpegBinaries binaries, Clock clock) {
        this(binaries, Confinement.none(), clock);
    }

    /** Without a trace of its runs. */
    public Ffprobe(FfmpegBinaries binaries, Confinement confinement, Clock clock) {
        this(binaries, confinement, clock, RunSpans.none());
    }

    public Ffprobe(FfmpegBinaries binaries, Confinement confinement, Clock clock, RunSpans spans) {
        this.binaries = binaries;
        this.confinement = confinement;
        this.clock = clock;
        this.spans = spans;
    }

    /**
     * What ffprobe printed.
     *
     * @param tree its JSON
     * @param log what it complained about all the same
     */
    public record Probe(JsonNode tree, String log) {}

    /**
     * Runs it with {@code -of json} before the arguments.
     *
     * @throws FfmpegFailedException when it ends with another status than 0, prints no JSON, or at the deadline
     */
    public Probe json(List<String> arguments, Instant deadline) throws FfmpegFailedException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-of", "json"));
        command.addAll(arguments);
        StringBuilder text = new StringBuilder();
        FfmpegResult result =
                lines(command, deadline, LARGEST_JSON, line -> text.append(line).append('\n'));
        try {
            return new Probe(JSON.readTree(text.toString()), result.log());
        } catch (JsonProcessingException e) {
            throw new FfmpegFailedException(Reason.BAD_OUTPUT, 0, result.run(), e);
        }
    }

    /**
     * Runs it and hands on each line of its output as it comes, on a thread of the runner.
     *
     * @param maxBytes it is stopped when it writes more
     */
    public FfmpegResult lines(List<String> arguments, Instant deadline, long maxBytes, Consumer<String> lines)
            throws FfmpegFailedException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(binaries.ffprobe().toString());
        command.addAll(ALWAYS);
        command.addAll(arguments);
        return spans.of("ffprobe", () -> new FfmpegProcess(command, null, new OutputLines(maxBytes, lines), confinement)
                .run(clock, deadline));
    }
}
