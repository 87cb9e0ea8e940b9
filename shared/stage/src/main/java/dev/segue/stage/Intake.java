package dev.segue.stage;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a stage begins jobs on this host at the moment, and why not. */
record Intake(Circuits circuits, HostGuard host) {
    /** Whether a slot may take a record. */
    boolean open(int slot) {
        return !circuits.pause() && host.admits(slot);
    }

    /**
     * Whether slots that take nothing are as they should be. A dead dependency is not this process's fault: it stays ready, for
     * if all were unready at once, nobody could tell which one is broken. A host that took itself out is the fault.
     */
    boolean ready(boolean slotsReady) {
        return !host.out() && (slotsReady || circuits.pause());
    }

    /** What is the matter, in words for people; absent when nothing is known to be. */
    Optional<String> trouble() {
        String all = Stream.of(
                        circuits.trouble().map(t -> (circuits.pause() ? "paused: " : "waiting: ") + t), host.trouble())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
