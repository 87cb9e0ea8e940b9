package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probe found.
 *
 * @param container the demuxer's name as FFmpeg gives it
 * @param durationUs the duration that the streams' packets really have, in microseconds
 * @param video all video streams except cover pictures
 * @param audio all audio streams
 */
public record MediaInfo(String container, long durationUs, List<Video> video, List<Audio> audio) {
    public MediaInfo {
        Require.text("container", container);
        Require.atLeast("durationUs", durationUs, 0);
        video = Require.list("video", video);
        audio = Require.list("audio", audio);
    }

    /** How the lines of a picture were taken. */
    public enum Scan {
        @JsonProperty("progressive")
        PROGRESSIVE,
        @JsonProperty("interlaced")
        INTERLACED
    }

    /** Whether the brightness needs tone mapping for an ordinary screen. */
    public enum DynamicRange {
        @JsonProperty("sdr")
        SDR,
        @JsonProperty("pq")
        PQ,
        @JsonProperty("hlg")
        HLG
    }

    /**
     * A video stream.
     *
     * @param index the stream's number in the container
     * @param width coded width in pixels, before rotation and aspect ratio
     * @param rotation degrees clockwise by which a player turns the picture: 0, 90, 180 or 270
     * @param sampleAspect width of a pixel over its height
     * @param timeBase seconds a time stamp tick lasts
     * @param frameRate frames a second as far as the container tells
     * @param colorPrimaries FFmpeg's name of what red, green and blue are, absent where the source does not say
     * @param colorMatrix FFmpeg's name of how they became luma and chroma, absent where the source does not say
     * @param hdr what the source says of its brightness, absent where it says nothing
     * @param dolbyVisionProfile absent where the stream is no Dolby Vision
     */
    public record Video(
            int index,
            String codec,
            @Nullable String codecProfile,
            int width,
            int height,
            int rotation,
            Rational sampleAspect,
            String pixelFormat,
            Rational timeBase,
            @Nullable Rational frameRate,
            Scan scan,
            DynamicRange dynamicRange,
            boolean fullRange,
            @Nullable String colorPrimaries,
            @Nullable String colorMatrix,
            @Nullable HdrMetadata hdr,
            @Nullable Integer dolbyVisionProfile) {
        public Video {
            Require.text("codec", codec);
            Require.atLeast("width", width, 1);
            Require.atLeast("height", height, 1);
            Require.present("sampleAspect", sampleAspect);
            Require.text("pixelFormat", pixelFormat);
            Require.present("timeBase", timeBase);
            Require.present("scan", scan);
            Require.present("dynamicRange", dynamicRange);
            if (rotation != 0 && rotation != 90 && rotation != 180 && rotation != 270) {
                throw new IllegalArgumentException("rotation must be 0, 90, 180 or 270 but is " + rotation);
            }
        }
    }

    /**
     * An audio stream.
     *
     * @param channelLayout FFmpeg's name of which channel is where, absent when unknown
     * @param language BCP 47 or ISO 639 code, absent when unknown
     * @param role what the track is for, as far as the container tells
     * @param title what the container calls the track, absent when it does not
     */
    public record Audio(
            int index,
            String codec,
            int sampleRate,
            int channels,
            @Nullable String channelLayout,
            @Nullable String language,
            AudioRole role,
            @Nullable String title) {
        public Audio {
            Require.text("codec", codec);
            Require.present("role", role);
        }
    }
}
