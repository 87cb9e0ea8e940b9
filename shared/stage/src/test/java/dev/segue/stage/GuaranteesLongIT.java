package dev.segue.stage;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** The guarantees with more work and a longer outage. {@code mvn verify -Plong}. */
@Tag("long")
class GuaranteesLongIT extends GuaranteesIT {
    @Override
    int tasks() {
        return 600;
    }

    @Override
    Duration outage() {
        return Duration.ofSeconds(20);
    }
}
