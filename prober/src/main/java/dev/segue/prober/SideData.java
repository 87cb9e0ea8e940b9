package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.HdrMetadata;
import dev.segue.contract.Rational;
import org.jspecify.annotations.Nullable;

/** What ffprobe prints as {@code side_data_list} of a stream or a frame. */
record SideData(JsonNode list) {
    /** What a Dolby Vision configuration record says. */
    record DolbyVision(int profile, int compatibility) {
        /** Whether a decoder that knows nothing of Dolby Vision shows the right colours. */
        boolean hasCommonBase() {
            return compatibility != 0;
        }
    }

    private @Nullable JsonNode of(String type) {
        for (JsonNode data : list) {
            if (data.path("side_data_type").asText().startsWith(type)) {
                return data;
            }
        }
        return null;
    }

    boolean hasCaptions() {
        return of("ATSC A53 Part 4") != null;
    }

    boolean hasHdr10Plus() {
        return of("HDR Dynamic Metadata SMPTE2094-40") != null;
    }

    @Nullable
    DolbyVision dolbyVision() {
        JsonNode record = of("DOVI configuration record");
        return record == null
                ? null
                : new DolbyVision(
                        record.path("dv_profile").asInt(),
                        record.path("dv_bl_signal_compatibility_id").asInt());
    }

    /** Degrees clockwise in quarters; ffprobe gives the display matrix counter-clockwise. */
    int rotation() {
        for (JsonNode data : list) {
            if (data.has("rotation")) {
                long quarters = Math.round(-data.path("rotation").asDouble() / 90);
                return (int) Math.floorMod(quarters, 4L) * 90;
            }
        }
        return 0;
    }

    @Nullable
    HdrMetadata hdr() {
        JsonNode display = of("Mastering display metadata");
        JsonNode light = of("Content light level metadata");
        HdrMetadata.Mastering mastering = display == null ? null : mastering(display);
        Integer most = light == null ? null : level(light.path("max_content"));
        Integer average = light == null ? null : level(light.path("max_average"));
        return mastering == null && most == null && average == null ? null : new HdrMetadata(mastering, most, average);
    }

    private static @Nullable Integer level(JsonNode value) {
        return value.asInt() > 0 ? value.asInt() : null;
    }

    private static HdrMetadata.@Nullable Mastering mastering(JsonNode d) {
        long brightest = scaled(d, "max_luminance", 10_000);
        boolean complete = d.has("red_x") && d.has("white_point_x") && brightest > 0;
        return !complete
                ? null
                : new HdrMetadata.Mastering(
                        chroma(d, "red_x"),
                        chroma(d, "red_y"),
                        chroma(d, "green_x"),
                        chroma(d, "green_y"),
                        chroma(d, "blue_x"),
                        chroma(d, "blue_y"),
                        chroma(d, "white_point_x"),
                        chroma(d, "white_point_y"),
                        brightest,
                        Math.max(0, scaled(d, "min_luminance", 10_000)));
    }

    private static int chroma(JsonNode data, String field) {
        return Math.toIntExact(scaled(data, field, 50_000));
    }

    /** A fraction as a whole number of {@code 1/unit}; what is no fraction, or none that a screen can have, counts as 0. */
    private static long scaled(JsonNode data, String field, int unit) {
        String text = data.path(field).asText("");
        if (!text.matches("\\d{1,10}/\\d{1,10}") || text.endsWith("/0")) {
            return 0;
        }
        long value = Rational.parse(text).rescale(1, unit);
        return value > Integer.MAX_VALUE ? 0 : value;
    }
}
