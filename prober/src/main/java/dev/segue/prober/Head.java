package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.HdrMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first frames of a picture tell when they are decoded: the bit stream knows more than the container.
 *
 * @param frames how many came out of the decoder
 * @param interlaced whether most of them are marked as interlaced
 * @param irregular whether they last very differently long
 * @param captions whether they carry closed captions
 * @param hdr10Plus whether they carry brightness by scene
 * @param hdr what they say of the screen the film was graded on
 */
record Head(
        int frames,
        boolean interlaced,
        boolean irregular,
        boolean captions,
        boolean hdr10Plus,
        @Nullable HdrMetadata hdr) {
    static final Head UNKNOWN = new Head(0, false, false, false, false, null);

    /** Fewer say nothing about a rhythm. */
    private static final int ENOUGH = 8;

    /** Where packets end in the middle of a group of B-frames, the last frames seen are not neighbours. */
    private static final int NEIGHBOURS = 2;

    static Head of(JsonNode frames) {
        int count = 0;
        int interlaced = 0;
        boolean captions = false;
        boolean hdr10Plus = false;
        HdrMetadata hdr = null;
        List<Long> times = new ArrayList<>();
        for (JsonNode frame : frames) {
            count++;
            interlaced += frame.path("interlaced_frame").asInt();
            SideData data = new SideData(frame.path("side_data_list"));
            captions |= data.hasCaptions();
            hdr10Plus |= data.hasHdr10Plus();
            hdr = hdr == null ? data.hdr() : hdr;
            if (frame.has("best_effort_timestamp")) {
                times.add(frame.path("best_effort_timestamp").asLong());
            }
        }
        return new Head(count, interlaced * 2 > count, irregular(times), captions, hdr10Plus, hdr);
    }

    /** Times rounded to milliseconds move by one of 16 at 60 frames a second: only half as much again is a change of rhythm. */
    private static boolean irregular(List<Long> times) {
        List<Long> steps = new ArrayList<>();
        List<Long> sorted =
                times.stream().sorted().limit(times.size() / NEIGHBOURS).toList();
        for (int i = 1; i < sorted.size(); i++) {
            steps.add(sorted.get(i) - sorted.get(i - 1));
        }
        if (steps.size() < ENOUGH) {
            return false;
        }
        long median = steps.stream().sorted().toList().get(steps.size() / 2);
        return median > 1 && steps.stream().anyMatch(s -> Math.abs(s - median) * 2 > median);
    }
}
