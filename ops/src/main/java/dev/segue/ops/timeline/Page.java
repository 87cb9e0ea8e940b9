package dev.segue.ops.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next the cursor that asks for what follows, absent at the end */
public record Page<T>(List<T> rows, @Nullable String next) {
    public Page {
        rows = List.copyOf(rows);
    }
}
