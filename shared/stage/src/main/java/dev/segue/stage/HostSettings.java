package dev.segue.stage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a host takes itself out of a stage ({@code segue.host}).
 *
 * @param name what tells this host from others, without a slash; the system's host name when not given
 * @param badJobs different jobs in a row that must fail here, of more than one video, none having gone well in between
 * @param firstPause before it tries one job again; doubled after each one that fails
 * @param longestPause no pause is longer
 */
@ConfigurationProperties("segue.host")
record HostSettings(
        @Nullable String name,
        @Bindable(defaultValue = "5") int badJobs,
        @Bindable(defaultValue = "PT1M") Duration firstPause,
        @Bindable(defaultValue = "PT30M") Duration longestPause) {
    HostSettings {
        if (name != null && (name.isBlank() || name.contains("/"))) {
            throw new IllegalArgumentException("segue.host.name must be a name without a slash but is " + name);
        }
        if (badJobs < 1 || badJobs > 1000) {
            throw new IllegalArgumentException("segue.host.bad-jobs must be 1 to 1000 but is " + badJobs);
        }
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "segue.host.first-pause must be at least 1 ms and at most segue.host.longest-pause");
        }
    }

    /** What tells this host from others. */
    String hostName() {
        return name == null ? systemName() : name;
    }

    /** What the system calls itself; in a container that is the container. */
    static String systemName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return unresolvedName(Path.of("/proc/sys/kernel/hostname"));
        }
    }

    /**
     * A name that does not resolve is a name all the same. Were every such machine called localhost, those of one Kafka Streams
     * application would have one instance id, and each would throw the others out.
     */
    static String unresolvedName(Path kernels) {
        try {
            String name = Files.readString(kernels).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
