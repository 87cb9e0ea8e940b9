package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class DiskFullTest {
    private static final Path FULL = Path.of("/dev/full");

    @Test
    @EnabledIf("hasFullDevice")
    void knowsWhatTheSystemSaysWhenADiskIsFull() {
        Throwable thrown = catchThrowable(() -> Files.writeString(FULL, "moov"));

        assertThat(DiskFull.judge(thrown)).isInstanceOfSatisfying(TransientFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo("disk-full");
            assertThat(failure).hasCause(thrown);
        });
    }

    @Test
    void knowsASpentQuota() {
        assertThat(DiskFull.judge(new IOException("a.mp4: Disk quota exceeded")))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void leavesOtherFailuresAlone() {
        IOException other = new IOException("a.mp4: Input/output error");
        IllegalStateException said = new IllegalStateException("No space left on device");
        TransientFailure judged = new TransientFailure("store-unavailable", "503", new IOException("Disk quota exceeded"));

        assertThat(DiskFull.judge(other)).isSameAs(other);
        assertThat(DiskFull.judge(said)).isSameAs(said);
        assertThat(DiskFull.judge(judged)).isSameAs(judged);
    }

    static boolean hasFullDevice() {
        return Files.exists(FULL);
    }
}
