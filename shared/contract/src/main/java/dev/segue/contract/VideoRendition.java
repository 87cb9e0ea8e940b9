package dev.segue.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rung of the ladder.
 *
 * @param id names the rendition within the video and is part of its object keys, for example {@code v720}
 * @param codec {@code h264} for now
 * @param width of the upright picture with square pixels, even
 * @param height of the upright picture, even
 * @param crf constant rate factor of the encoder
 * @param maxrateBps ceiling of the bit rate in bit/s, absent for none
 * @param bufsizeBits size of the rate control's buffer in bit, absent for none
 * @param preset the encoder's preset
 * @param pixelFormat FFmpeg's name, {@code yuv420p}
 * @param encoderOptions further private options of the encoder, as {@code name=value}, from the profile alone
 */
public record VideoRendition(
        String id,
        String codec,
        int width,
        int height,
        int crf,
        @Nullable Long maxrateBps,
        @Nullable Long bufsizeBits,
        String preset,
        String pixelFormat,
        List<String> encoderOptions) {
    public VideoRendition {
        Require.id("id", id);
        Require.text("codec", codec);
        if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
            throw new IllegalArgumentException("width and height must be even but are " + width + "x" + height);
        }
        Require.atLeast("crf", crf, 0);
        Require.text("preset", preset);
        Require.text("pixelFormat", pixelFormat);
        encoderOptions = Require.list("encoderOptions", encoderOptions);
    }
}
