package dev.segue.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/**
 * Names of the buckets ({@code segue.buckets}).
 *
 * @param quarantine takes uploads; nothing in it is ever served
 * @param originals keeps every accepted source for ever
 * @param vod what players read: encoders write each segment once under a version that nobody is shown until it is published
 * @param work what is costly to find out and can be found out again; a life cycle may remove it after some weeks
 */
@ConfigurationProperties("segue.buckets")
public record Buckets(
        @Bindable(defaultValue = "quarantine") String quarantine,
        @Bindable(defaultValue = "originals") String originals,
        @Bindable(defaultValue = "vod") String vod,
        @Bindable(defaultValue = "work") String work) {
    /** The buckets of an installation that has one of each. */
    public List<String> all() {
        return List.of(quarantine, originals, vod, work);
    }
}
