package dev.segue.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.ObjectRef;
import dev.segue.contract.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class UploadMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UploadMeters meters = new UploadMeters(registry);

    @Test
    void countsUploadsByOutcomeAndTheBytesOfThoseThatWereTaken() {
        UploadResult taken =
                new UploadResult.Accepted("v1", 1, new Source(new ObjectRef("quarantine", "v1/g1/source"), 700, null));

        assertThat(meters.count(taken)).isSameAs(taken);
        meters.count(new UploadResult.BrokenOff());
        meters.count(new UploadResult.BrokenOff());

        assertThat(uploads("accepted")).isEqualTo(1);
        assertThat(uploads("broken-off")).isEqualTo(2);
        assertThat(uploads("unavailable")).isZero();
        assertThat(registry.get("segue.ingest.uploaded").counter().count()).isEqualTo(700);
    }

    private double uploads(String outcome) {
        return registry.get("segue.ingest.uploads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
