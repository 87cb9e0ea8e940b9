package dev.segue.ops;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What the operations side does in this process ({@code segue.ops}).
 *
 * @param enabled whether it projects the timeline, exports lag and answers the status API
 * @param host the address that {@code segue ops} listens at; only this computer's own while the API knows no keys
 * @param feedFrom what the progress board hears: {@code beginning} to hear of all videos whose events are kept, {@code end} to hear of new ones only
 * @param videos how many videos the board holds, the ones heard of last
 */
@ConfigurationProperties("segue.ops")
public record OpsSettings(
        @Bindable(defaultValue = "false") boolean enabled,
        @Bindable(defaultValue = "127.0.0.1") String host,
        @Bindable(defaultValue = "BEGINNING") EventFeed.From feedFrom,

        @Bindable(defaultValue = "10000") int videos) {
    public OpsSettings {
        if (videos < 1 || videos > 1_000_000) {
            throw new IllegalArgumentException("segue.ops.videos must be 1 to 1000000 but is " + videos);
        }
    }
}
