package dev.segue.contract;

import org.jspecify.annotations.Nullable;

/**
 * One sound track in one encoding.
 *
 * @param id names the rendition within the video and is part of its object keys, for example {@code a1}
 * @param stream the source's stream it is made of
 * @param bitrateBps target in bit/s
 * @param sampleRate in Hz
 * @param language as in the source
 * @param role what the track is for
 * @param loudness how loud it shall be, absent to leave it as it is
 */
public record AudioRendition(
        String id,
        MediaInfo.Audio stream,
        AudioCodec codec,
        long bitrateBps,
        int sampleRate,
        int channels,
        @Nullable String language,
        AudioRole role,
        @Nullable LoudnessTarget loudness) {
    public AudioRendition {
        Require.id("id", id);
        Require.present("stream", stream);
        Require.present("codec", codec);
        Require.atLeast("bitrateBps", bitrateBps, 8_000);
        Require.atLeast("sampleRate", sampleRate, 8_000);
        Require.atLeast("channels", channels, 1);
        Require.present("role", role);
    }
}
