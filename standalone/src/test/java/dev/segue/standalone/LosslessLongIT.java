package dev.segue.standalone;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** Every kind of source with chunks of every length. {@code mvn verify -Plong}. */
@Tag("long")
class LosslessLongIT extends LosslessIT {
    @Override
    List<Integer> chunkSeconds(FilmKind kind) {
        return List.of(1, 4, 12);
    }

    @Override
    boolean tries(FilmKind kind) {
        return true;
    }
}
