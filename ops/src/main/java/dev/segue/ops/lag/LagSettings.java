package dev.segue.ops.lag;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How lag is looked at ({@code segue.ops.lag}).
 *
 * @param interval pause between two looks
 * @param groups names of groups, as a regular expression, that are looked at beside our own
 */
@ConfigurationProperties("segue.ops.lag")
public record LagSettings(
        @Bindable(defaultValue = "PT15S") Duration interval,

        @Bindable(defaultValue = "segue-.*") String groups) {
    public LagSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("segue.ops.lag.interval must be 1 s to 1 h but is " + interval);
        }
        try {
            Pattern.compile(groups);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("segue.ops.lag.groups is no regular expression: " + e.getMessage(), e);
        }
    }

    /** {@code groups}, compiled. */
    public Pattern groupPattern() {
        return Pattern.compile(groups);
    }
}
