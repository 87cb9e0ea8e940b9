package dev.segue.encoder;

import dev.segue.media.ffmpeg.Ffmpeg;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoded sound.
 *
 * @param channels samples of each channel, full scale is 1
 */
record Samples(float[][] channels) {
    static final int RATE = 48_000;

    /** Decodes with FFmpeg at 48 kHz; {@code filters} may be empty. */
    static Samples decode(Ffmpeg ffmpeg, Path file, int channels, String filters) throws Exception {
        Path raw = Files.createTempFile(file.toAbsolutePath().getParent(), "samples", ".f32");
        List<String> args = new ArrayList<>(List.of("-i", file.toString(), "-map", "0:a:0"));
        if (!filters.isEmpty()) {
            args.addAll(List.of("-af", filters));
        }
        args.addAll(List.of("-c:a", "pcm_f32le", "-f", "f32le", raw.toString()));
        ffmpeg.run(args, raw.getParent(), Instant.now().plusSeconds(60));
        FloatBuffer all = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[][] samples = new float[channels][all.remaining() / channels];
        for (int i = 0; i < samples[0].length; i++) {
            for (float[] channel : samples) {
                channel[i] = all.get();
            }
        }
        return new Samples(samples);
    }

    int length() {
        return channels[0].length;
    }

    /** By how many samples this must be moved forward to be most like another sound, at most 1200. */
    int lagBehind(Samples other) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int lag = -1_200; lag <= 1_200; lag++) {
            double likeness = 0;
            for (int i = 20_000; i < 40_000; i++) {
                likeness += (double) channels[0][i + lag] * other.channels[0][i];
            }
            if (likeness > most) {
                most = likeness;
                best = lag;
            }
        }
        return best;
    }

    /** Root of the mean squared difference from another sound. */
    double errorAgainst(Samples other, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double d = channels[0][i] - other.channels[0][i];
            sum += d * d;
        }
        return Math.sqrt(sum / (to - from));
    }

    /** Amplitude of a tone in a channel over the second second (Goertzel's algorithm). */
    double level(int channel, int hertz) {
        double turn = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double last = 0;
        for (int i = RATE; i < 2 * RATE; i++) {
            double next = channels[channel][i] + turn * last - before;
            before = last;
            last = next;
        }
        return 2 * Math.sqrt(last * last + before * before - turn * last * before) / RATE;
    }

    /** The first sample at or after one that is louder than a tenth of full scale. */
    int onset(int from) {
        for (int i = from; i < length(); i++) {
            if (Math.abs(channels[0][i]) > 0.1) {
                return i;
            }
        }
        return -1;
    }
}
