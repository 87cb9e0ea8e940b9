package dev.segue.encoder;

import dev.segue.contract.AudioRendition;
import dev.segue.contract.Loudness;
import dev.segue.contract.LoudnessTarget;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The gain that makes a track as loud as wished: the same everywhere if the true peak allows it, else with a limiter, which costs
 * some loudness, so that the gain is raised until the loudness measured behind it fits.
 *
 * @param source what was measured of the source, absent where nothing had to be
 */
record GainChoice(Gain gain, Loudness.Method method, LoudnessMeter.@Nullable Reading source) {
    private static final GainChoice AS_IT_IS = new GainChoice(Gain.NONE, Loudness.Method.NONE, null);

    /** What a down-mix without a loudness of its own may reach: full scale with room for what encoding adds. */
    private static final int HIGHEST_PEAK_CENTI_DB = -100;

    /** Half a LU is promised, encoding moves it by a tenth. */
    private static final int NEAR_ENOUGH_CENTI_LU = 15;

    /** Each reads the source once more. */
    private static final int MOST_TRIES = 4;

    /** What follows the gain at least, even in sound that is all peaks. */
    private static final double LEAST_SLOPE = 0.2;

    /** Tells the loudness of the track, as it would be encoded with a gain. */
    @FunctionalInterface
    interface Meter {
        LoudnessMeter.Reading measure(Gain gain) throws FfmpegFailedException, InterruptedException;
    }

    static GainChoice of(AudioRendition rendition, Meter meter) throws FfmpegFailedException, InterruptedException {
        LoudnessTarget target = rendition.loudness();
        boolean mixed = rendition.channels() < rendition.stream().channels();
        if (target == null && !mixed) {
            return AS_IT_IS;
        }
        LoudnessMeter.Reading source = meter.measure(Gain.NONE);
        if (target == null) {
            int over = source.highestPeakCentiDb() - HIGHEST_PEAK_CENTI_DB;
            return over > 0 ? linear(-over, source) : new GainChoice(Gain.NONE, Loudness.Method.NONE, source);
        }
        if (source.silent()) {
            return new GainChoice(Gain.NONE, Loudness.Method.NONE, source);
        }
        int gain = target.integratedCentiLufs() - source.centiLufs();
        return source.highestPeakCentiDb() + gain <= target.truePeakCentiDb()
                ? linear(gain, source)
                : new GainChoice(limited(target, gain, source, meter), Loudness.Method.DYNAMIC, source);
    }

    private static GainChoice linear(int centiDb, LoudnessMeter.Reading source) {
        return new GainChoice(new Gain(centiDb, null), Loudness.Method.LINEAR, source);
    }

    /** By the secant through the last two tries. */
    private static Gain limited(LoudnessTarget target, int centiDb, LoudnessMeter.Reading source, Meter meter)
            throws FfmpegFailedException, InterruptedException {
        Gain gain = new Gain(centiDb, target.truePeakCentiDb());
        int before = source.centiLufs();
        int raised = centiDb;
        for (int i = 0; i < MOST_TRIES; i++) {
            int found = meter.measure(gain).centiLufs();
            int missing = target.integratedCentiLufs() - found;
            if (Math.abs(missing) <= NEAR_ENOUGH_CENTI_LU) {
                return gain;
            }
            double slope = raised == 0 ? 1 : (double) (found - before) / raised;
            raised = (int) Math.round(missing / Math.clamp(slope, LEAST_SLOPE, 1));
            before = found;
            gain = gain.louder(raised);
        }
        return gain;
    }
}
