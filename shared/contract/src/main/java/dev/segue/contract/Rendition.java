package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a player is told of a rendition besides its segments. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rendition.Video.class, name = "video"),
    @JsonSubTypes.Type(value = Rendition.Audio.class, name = "audio")
})
public sealed interface Rendition {
    String id();

    /** {@code h264}, {@code hevc}, {@code av1}, {@code vp9}, {@code aac}, {@code opus}. */
    String codec();

    /** The RFC 6381 codec string. */
    String codecs();

    /** A picture of a dynamic range. */
    record Video(String id, String codec, String codecs, int width, int height, MediaInfo.DynamicRange dynamicRange)
            implements Rendition {
        public Video {
            Require.id("id", id);
            Require.text("codec", codec);
            Require.text("codecs", codecs);
            Require.present("dynamicRange", dynamicRange);
        }
    }

    /** A sound track. */
    record Audio(
            String id,
            String codec,
            String codecs,
            int sampleRate,
            int channels,
            @Nullable String language,
            AudioRole role)
            implements Rendition {
        public Audio {
            Require.id("id", id);
            Require.text("codec", codec);
            Require.text("codecs", codecs);
            Require.present("role", role);
        }
    }
}
