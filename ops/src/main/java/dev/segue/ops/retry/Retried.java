package dev.segue.ops.retry;

import org.jspecify.annotations.Nullable;

/**
 * A run was begun.
 *
 * @param generation its number
 * @param from the event with which it began
 * @param served the generation that players are shown until then, absent where none is known to be published
 * @param superseded the generation that was under way and is cancelled, absent for none
 * @param note what was done otherwise than asked for, absent for nothing
 */
public record Retried(
        String videoId,
        int generation,
        String from,
        String profile,
        String priority,
        @Nullable Integer served,
        @Nullable Integer superseded,
        @Nullable String note) {}
