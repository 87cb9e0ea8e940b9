package dev.segue.standalone;

import org.junit.jupiter.api.Tag;

/** Sources of two gigabytes. {@code mvn verify -Plong}. */
@Tag("long")
class SourceRangesLongIT extends SourceRangesIT {
    @Override
    int seconds() {
        return 600;
    }
}
