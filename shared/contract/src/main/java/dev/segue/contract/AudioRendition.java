package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * One sound track in one encoding.
 *
 * @param id names the rendition within the video and is part of its object keys, for example {@code a1}
 * @param stream the source's stream it is made of
 * @param codec {@code aac} for now
 * @param bitrateBps target in bit/s
 * @param sampleRate in Hz
 * @param language as in the source
 */
public record AudioRendition(
        String id,
        MediaInfo.Audio stream,
        String codec,
        long bitrateBps,
        int sampleRate,
        int channels,
        @Nullable String language) {
    public AudioRendition {
        Require.id("id", id);
        Require.present("stream", stream);
        Require.text("codec", codec);
        Require.atLeast("bitrateBps", bitrateBps, 8_000);
        Require.atLeast("sampleRate", sampleRate, 8_000);
        Require.atLeast("channels", channels, 1);
    }
}
