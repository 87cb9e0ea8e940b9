package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rung of the ladder.
 *
 * @param id names the rendition within the video and is part of its object keys, for example {@code v720}
 * @param width of the upright picture with square pixels, even
 * @param height of the upright picture, even
 * @param preset the encoder's preset: a name for H.264 and HEVC, a number for AV1 and VP9
 * @param tune what the encoder is tuned for, absent for nothing in particular
 * @param pixelFormat FFmpeg's name, {@code yuv420p}
 * @param dynamicRange of the rendition: the source's, or SDR where it is tone-mapped
 * @param encoderOptions further private options of the encoder, as {@code name=value}, from the profile alone
 * @param predicted what samples of the film say it will become, absent where none were tried
 */
public record VideoRendition(
        String id,
        VideoCodec codec,
        int width,
        int height,
        RateControl rateControl,
        String preset,
        @Nullable String tune,
        String pixelFormat,
        MediaInfo.DynamicRange dynamicRange,
        List<String> encoderOptions,
        @Nullable Prediction predicted) {
    public VideoRendition {
        Require.id("id", id);
        Require.present("codec", codec);
        if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("width and height must be even but are " + width + "x" + height);
        }
        Require.present("rateControl", rateControl);
        Require.text("preset", preset);
        Require.text("pixelFormat", pixelFormat);
        Require.present("dynamicRange", dynamicRange);
        encoderOptions = Require.list("encoderOptions", encoderOptions);
    }

    /** A rung as a profile has it, not tried on the film. */
    public VideoRendition(
            String id,
            VideoCodec codec,
            int width,
            int height,
            RateControl rateControl,
            String preset,
            @Nullable String tune,
            String pixelFormat,
            MediaInfo.DynamicRange dynamicRange,
            List<String> encoderOptions) {
        this(id, codec, width, height, rateControl, preset, tune, pixelFormat, dynamicRange, encoderOptions, null);
    }

    /** The same rung with another rate control, and what that is expected to give. */
    public VideoRendition with(RateControl other, @Nullable Prediction expected) {
        return new VideoRendition(
                id, codec, width, height, other, preset, tune, pixelFormat, dynamicRange, encoderOptions, expected);
    }

    /** The same rung in another size. */
    public VideoRendition sized(int newWidth, int newHeight) {
        return new VideoRendition(
                id,
                codec,
                newWidth,
                newHeight,
                rateControl,
                preset,
                tune,
                pixelFormat,
                dynamicRange,
                encoderOptions,
                predicted);
    }
}
