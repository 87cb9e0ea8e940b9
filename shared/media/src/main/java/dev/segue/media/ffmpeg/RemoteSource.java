package dev.segue.media.ffmpeg;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A source in an object store, as FFmpeg may open it: by one demuxer, at a presigned address.
 *
 * @param demuxer one of {@link InputGuard#DEMUXERS}
 * @param address signed; it must not be logged
 */
public record RemoteSource(String demuxer, URI address) {
    /** The address outlives the attempt a little, so that the deadline is what ends it. */
    private static final Duration OUTLIVES = Duration.ofMinutes(5);

    /** Signs the source's address. */
    @FunctionalInterface
    public interface Signer {
        URI address(Duration validity);
    }

    /** The source for one attempt, which has until the deadline. */
    public static RemoteSource until(Instant deadline, Clock clock, String demuxer, Signer signer) {
        return new RemoteSource(
                demuxer,
                signer.address(Duration.between(clock.instant(), deadline).plus(OUTLIVES)));
    }

    /** The arguments that open it, up to and including {@code -i} and the address. */
    public List<String> input() {
        return InputGuard.input(demuxer, address);
    }

    @Override
    public String toString() {
        return demuxer + " at " + Masking.mask(address.toString());
    }
}
