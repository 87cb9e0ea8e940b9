package dev.segue.prober;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.segue.contract.AudioCodec;
import dev.segue.contract.LoudnessTarget;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A rule that makes a rendition of each sound track, or of the film's main one.
 *
 * @param id of the first track's rendition, ending in 1; further tracks count on from it
 * @param bitrateBps for the stereo or mono rendition; one of 5.1 gets three times as much
 * @param channels 1 or 2: what every track is mixed to
 * @param tracks which tracks, {@code all} where it is absent
 * @param loudness how loud they shall be, absent to leave them as they are
 * @param surround whether a track in 5.1 or more is made in 5.1 beside, with {@code -51} added to the id
 */
record SoundProfile(
        String id,
        AudioCodec codec,
        long bitrateBps,
        int sampleRate,
        int channels,
        @Nullable Tracks tracks,
        @Nullable LoudnessProfile loudness,
        @Nullable Boolean surround) {
    static final String SURROUND = "-51";

    SoundProfile {
        ProfileFault.unless(
                id != null && id.matches("[A-Za-z][A-Za-z0-9_-]{0,20}1"),
                "id",
                "must be letters, digits, '-' or '_', and end in 1, since further tracks count on from it, but is "
                        + id);
        ProfileFault.unless(codec != null, "codec", "is missing: say aac or opus");
        ProfileFault.unless(
                bitrateBps >= 16_000 && bitrateBps <= 512_000,
                "bitrateBps",
                "must be 16000 to 512000 bit/s but is " + bitrateBps);
        boolean rate = sampleRate == 48_000 || (sampleRate == 44_100 && codec == AudioCodec.AAC);
        ProfileFault.unless(rate, "sampleRate", "must be 48000, or 44100 with aac, but is " + sampleRate);
        ProfileFault.unless(
                channels == 1 || channels == 2,
                "channels",
                "must be 1 or 2; for 5.1 beside it say surround: true; it is " + channels);
    }

    /** Which tracks a rule is for. */
    enum Tracks {
        @JsonProperty("all")
        ALL,
        @JsonProperty("default")
        DEFAULT
    }

    /** How loud a track shall be. */
    record LoudnessProfile(BigDecimal integratedLufs, BigDecimal truePeakDbtp) {
        LoudnessProfile {
            within("integratedLufs", integratedLufs, -70, -5);
            within("truePeakDbtp", truePeakDbtp, -9, 0);
        }

        private static void within(String field, @Nullable BigDecimal value, int least, int most) {
            ProfileFault.unless(
                    value != null
                            && value.scale() <= 2
                            && value.compareTo(BigDecimal.valueOf(least)) >= 0
                            && value.compareTo(BigDecimal.valueOf(most)) <= 0,
                    field,
                    "must be " + least + " to " + most + " in steps of 0.01 but is " + value);
        }

        LoudnessTarget target() {
            return new LoudnessTarget(
                    integratedLufs.movePointRight(2).intValueExact(),
                    truePeakDbtp.movePointRight(2).intValueExact());
        }
    }

    String stem() {
        return id.substring(0, id.length() - 1);
    }

    /** The id of a track's rendition; {@code number} from 1. */
    String id(int number) {
        return stem() + number;
    }

    /** Whether some track could get this id. */
    boolean couldBe(String other) {
        return other.startsWith(stem()) && other.substring(stem().length()).matches("\\d{1,3}(" + SURROUND + ")?");
    }

    boolean everyTrack() {
        return tracks != Tracks.DEFAULT;
    }

    boolean keepsSurround() {
        return Boolean.TRUE.equals(surround);
    }
}
