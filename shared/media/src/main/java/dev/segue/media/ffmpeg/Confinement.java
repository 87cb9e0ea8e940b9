package dev.segue.media.ffmpeg;

import dev.segue.media.ffmpeg.ConfinementSettings.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is put around FFmpeg and ffprobe: a sandbox, limits, and the kernel's promise to kill them when this JVM dies. Each is used where
 * the machine offers it, which is found out once by trying. The promise holds for the thread that starts the process: when that
 * thread ends, the process is killed too, so it must be a platform thread that waits for the process.
 */
public final class Confinement {
    private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);
    private static final Duration TRIAL = Duration.ofMinutes(1);

    private final @Nullable Limits limits;
    private final @Nullable ControlGroups groups;
    private final Sandbox sandbox;
    private final Duration stallTimeout;

    Confinement(@Nullable Limits limits, @Nullable ControlGroups groups, Sandbox sandbox, Duration stallTimeout) {
        this.limits = limits;
        this.groups = groups;
        this.sandbox = sandbox;
        this.stallTimeout = stallTimeout;
    }

    /** Commands run as they are, as long as they like. */
    public static Confinement none() {
        return new Confinement(null, null, new Sandbox.None(), Duration.ZERO);
    }

    /**
     * The best that works here, said in one line of the log.
     *
     * @throws IllegalStateException when there must be a sandbox and is none
     */
    public static Confinement of(ConfinementSettings settings, FfmpegBinaries binaries) {
        List<String> version = List.of(binaries.ffmpeg().toString(), "-version");
        Limits limits = limits(settings, version);
        ControlGroups groups = limits == null ? null : groups(settings, limits, version);
        List<String> refused = new ArrayList<>();
        Sandbox sandbox = settings.sandbox() == Wanted.OFF || limits == null
                ? new Sandbox.None()
                : sandbox(binaries, limits, version, refused);
        if (settings.sandbox() == Wanted.REQUIRED && sandbox instanceof Sandbox.None) {
            throw new IllegalStateException("segue.ffmpeg.sandbox=required, but none works here (" + refused
                    + "): install bubblewrap, permit user namespaces, or set it to auto");
        }
        Confinement confinement = new Confinement(limits, groups, sandbox, settings.stallTimeout());
        LOG.atInfo()
                .addKeyValue("confinement", confinement.facts())
                .addKeyValue("refused", refused)
                .log("FFmpeg is confined as far as this machine lets it be");
        return confinement;
    }

    /** How long a process may do nothing, zero for ever. */
    Duration stallTimeout() {
        return stallTimeout;
    }

    /** What is on, for health and logs: {@code sandbox}, {@code limits}, and what becomes of {@code orphans}. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sandbox", sandbox.label());
        facts.put("limits", limits == null ? "none" : groups == null ? "rlimit" : "cgroup");
        facts.put("orphans", limits != null && limits.endsWithUs() ? "killed" : "left");
        return facts;
    }

    /** A command within all of it. */
    record Cage(List<String> command, Optional<ControlGroups.Leaf> group) implements AutoCloseable {
        boolean ranOutOfMemory() {
            return group.map(ControlGroups.Leaf::ranOutOfMemory).orElse(false);
        }

        @Override
        public void close() {
            group.ifPresent(ControlGroups.Leaf::close);
        }
    }

    /**
     * Puts it around a command; the cage is closed when the process is gone.
     *
     * @param folder the one folder it may write to
     * @param left time to its deadline
     */
    Cage cage(List<String> command, @Nullable Path folder, Duration left) throws IOException {
        List<String> inner = sandbox.wrap(command, folder);
        if (limits == null) {
            return new Cage(inner, Optional.empty());
        }
        if (limits.endsWithUs() && Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("FFmpeg must be started from a platform thread: it is killed with the one"
                    + " that carries a virtual thread");
        }
        if (groups == null) {
            return new Cage(limits.wrap(inner, left, null), Optional.empty());
        }
        ControlGroups.Leaf leaf = groups.leaf();
        return new Cage(limits.wrap(inner, left, leaf.entry()), Optional.of(leaf));
    }

    private static @Nullable Limits limits(ConfinementSettings settings, List<String> version) {
        for (boolean endsWithUs : new boolean[] {true, false}) {
            Limits limits = new Limits(settings, endsWithUs);
            if (TrialRun.of(limits.wrap(version, TRIAL, null)).worked()) {
                return limits;
            }
        }
        return null;
    }

    private static @Nullable ControlGroups groups(ConfinementSettings settings, Limits limits, List<String> version) {
        Map<String, String> values = settings.controlGroup();
        ControlGroups groups =
                values.isEmpty() ? null : ControlGroups.delegated(values).orElse(null);
        if (groups == null) {
            return null;
        }
        try (ControlGroups.Leaf leaf = groups.leaf()) {
            return TrialRun.of(limits.wrap(version, TRIAL, leaf.entry())).worked() ? groups : null;
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("a control group was handed over, but cannot be used");
            return null;
        }
    }

    private static Sandbox sandbox(FfmpegBinaries binaries, Limits limits, List<String> version, List<String> refused) {
        try {
            SandboxView view = SandboxView.of(binaries);
            Path folder = Files.createTempDirectory("segue-trial-");
            try {
                for (Sandbox sandbox : List.of(
                        new Sandbox.Bubblewrap("bwrap", view),
                        new Sandbox.Namespaces(view, false),
                        new Sandbox.Namespaces(view, true))) {
                    TrialRun trial = TrialRun.of(limits.wrap(sandbox.wrap(version, folder), TRIAL, null));
                    if (trial.worked()) {
                        return sandbox;
                    }
                    refused.add(sandbox.label() + ": " + trial.lastLine());
                }
            } finally {
                Files.delete(folder);
            }
            return new Sandbox.None();
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox cannot be tried", e);
        }
    }
}
