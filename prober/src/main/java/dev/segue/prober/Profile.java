package dev.segue.prober;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of any source, as data; a {@link Ladder} fits it to one.
 *
 * @param segmentMs length of a media segment in milliseconds
 * @param gopMs distance of key frames in milliseconds, a divisor of {@code segmentMs}
 */
record Profile(int segmentMs, int gopMs, Picture video, List<Sound> audio) {
    private static final Set<String> PRESETS = Set.of(
            "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo");

    /** Keeps the source's own size or pixel format. */
    static final String SOURCE = "source";

    Profile {
        require(gopMs >= 100 && gopMs <= 60_000, "gopMs must be 100 to 60000 but is " + gopMs);
        require(
                segmentMs >= gopMs && segmentMs % gopMs == 0,
                "segmentMs must be a multiple of gopMs but is " + segmentMs);
        require(video != null, "video is missing");
        audio = audio == null ? List.of() : List.copyOf(audio);
        require(audio.size() <= 1, "audio must not have more than one entry");
        Set<String> ids = new HashSet<>();
        video.rungs().forEach(r -> require(ids.add(r.id()), "id " + r.id() + " is used twice"));
        audio.forEach(a -> require(ids.add(a.id()), "id " + a.id() + " is used twice"));
    }

    /**
     * The picture in all its sizes.
     *
     * @param pixelFormat FFmpeg's name, or {@code source}
     * @param encoderOptions private options of the encoder, {@code name=value}
     */
    record Picture(
            String codec,
            String preset,
            String pixelFormat,
            @Nullable List<String> encoderOptions,
            List<Rung> rungs) {
        Picture {
            require("h264".equals(codec), "codec must be h264 but is " + codec);
            require(preset != null && PRESETS.contains(preset), "preset is not one of libx264's: " + preset);
            require(
                    pixelFormat != null && pixelFormat.matches("[a-z0-9]+"),
                    "pixelFormat is no pixel format: " + pixelFormat);
            encoderOptions = encoderOptions == null ? List.of() : List.copyOf(encoderOptions);
            encoderOptions.forEach(o -> require(
                    o.matches("[a-z0-9_-]+=[A-Za-z0-9_.,:|+-]+"), "encoderOptions must be name=value but one is " + o));
            require(rungs != null && !rungs.isEmpty(), "rungs must not be empty");
            rungs = List.copyOf(rungs);
            for (int i = 1; i < rungs.size(); i++) {
                require(
                        rungs.get(i).shortSide() > rungs.get(i - 1).shortSide(),
                        "rungs must rise in height; one with scale: source comes last");
            }
        }
    }

    /**
     * One size.
     *
     * @param height lines of a landscape picture; of a portrait one, the columns
     * @param scale {@code source} instead of a height: as large as the source
     */
    record Rung(
            String id,
            @Nullable Integer height,
            @Nullable String scale,
            @Nullable Integer crf,
            @Nullable Long maxrateBps,
            @Nullable Long bufsizeBits) {
        Rung {
            requireId(id);
            require((height == null) != (scale == null), "height or scale must be set, and not both");
            require(
                    height == null || (height >= 16 && height <= 8192 && height % 2 == 0),
                    "height must be even, 16 to 8192");
            require(scale == null || SOURCE.equals(scale), "scale must be source");
            require(crf != null && crf >= 0 && crf <= 51, "crf must be 0 to 51 but is " + crf);
            require((maxrateBps == null) == (bufsizeBits == null), "maxrateBps and bufsizeBits belong together");
            require(maxrateBps == null || maxrateBps >= 50_000, "maxrateBps must be at least 50000");
            require(bufsizeBits == null || bufsizeBits >= 50_000, "bufsizeBits must be at least 50000");
        }

        /** As large as the source is larger than any number. */
        int shortSide() {
            return height == null ? Integer.MAX_VALUE : height;
        }
    }

    /** A sound track. */
    record Sound(String id, String codec, long bitrateBps, int sampleRate, int channels) {
        Sound {
            requireId(id);
            require("aac".equals(codec), "codec must be aac but is " + codec);
            require(bitrateBps >= 16_000 && bitrateBps <= 512_000, "bitrateBps must be 16000 to 512000");
            require(sampleRate == 44_100 || sampleRate == 48_000, "sampleRate must be 44100 or 48000");
            require(channels == 1 || channels == 2, "channels must be 1 or 2");
        }
    }

    private static void requireId(String id) {
        require(id != null && id.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}"), "id must be letters, digits, '-' or '_'");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
