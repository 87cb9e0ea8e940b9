package dev.segue.media.ffmpeg;

import dev.segue.contract.QualityMetric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** How FFmpeg's filter of a metric is called, and what its log says. Pure functions. */
final class QualityMeter {
    private QualityMeter() {}

    /** The filter; the encoded picture is its first input, the source its second. It ends with the shorter of them. */
    static String filter(QualityMetric metric, String log) {
        return switch (metric) {
            case SSIM -> "ssim=eof_action=endall:stats_file=" + log;
            case VMAF -> "libvmaf=eof_action=endall:log_fmt=csv:log_path=" + log;
        };
    }

    /** The values of all frames in millionths of the metric's full scale. */
    static long[] frames(QualityMetric metric, List<String> log) {
        return switch (metric) {
            // n:1 Y:0.982312 U:0.991201 V:0.992101 All:0.985436 (18.367)
            case SSIM ->
                log.stream()
                        .filter(line -> line.startsWith("n:"))
                        .mapToLong(line -> millionths(line.replaceAll(".* Y:([0-9.]+) .*", "$1"), 6))
                        .toArray();
            // Frame,integer_adm2,...,vmaf, and a line for each frame
            case VMAF -> vmaf(log);
        };
    }

    private static long[] vmaf(List<String> log) {
        if (log.isEmpty()) {
            return new long[0];
        }
        int column = Arrays.asList(log.getFirst().split(",")).indexOf("vmaf");
        if (column < 0) {
            throw new IllegalStateException("libvmaf's log has no column vmaf: " + log.getFirst());
        }
        return log.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .mapToLong(line -> millionths(line.split(",")[column], 4))
                .toArray();
    }

    /** A number whose full scale is a million of units that have {@code places} decimal places. */
    private static long millionths(String number, int places) {
        return new BigDecimal(number)
                .movePointRight(places)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
