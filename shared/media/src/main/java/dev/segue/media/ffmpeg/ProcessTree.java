package dev.segue.media.ffmpeg;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with those it has started. Within a sandbox FFmpeg is a child or grandchild of what was started, and some of those between
 * do not pass signals on.
 */
record ProcessTree(Process root) {
    /** A child that was killed takes its parents with it this soon. */
    private static final long FOLLOW_MS = 1_000;

    /** Asks the program itself to end; what was put around it ends with it. */
    void ask() {
        all().stream().filter(p -> p.children().findAny().isEmpty()).forEach(ProcessHandle::destroy);
    }

    /** Kills all of them and returns when they are gone, without heeding interrupts. */
    void kill() {
        boolean interrupted = false;
        List<ProcessHandle> children = root.isAlive() ? root.descendants().toList() : List.of();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!children.isEmpty()) {
            // Who dies first cannot tell whether its children are dead too.
            interrupted = !await(FOLLOW_MS);
        }
        root.destroyForcibly();
        while (root.isAlive()) {
            interrupted |= !await(Long.MAX_VALUE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(long ms) {
        try {
            root.waitFor(ms, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(root.descendants(), Stream.of(root.toHandle())).toList();
    }
}
