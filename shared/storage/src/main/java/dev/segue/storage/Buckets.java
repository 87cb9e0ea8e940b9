package dev.segue.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Names of the buckets ({@code segue.buckets}).
 *
 * @param quarantine takes uploads; nothing in it is ever served
 * @param originals keeps every accepted source for ever
 * @param vod what players read: encoders write each segment once under a version that nobody is shown until it is published
 */
@ConfigurationProperties("segue.buckets")
public record Buckets(
        @Bindable(defaultValue = "quarantine") String quarantine,
        @Bindable(defaultValue = "originals") String originals,
        @Bindable(defaultValue = "vod") String vod) {}
