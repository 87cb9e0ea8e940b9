package dev.segue.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What FFmpeg decodes out of something.
 *
 * @param times presentation times in ticks of {@code timeBase}
 * @param hashes one a frame
 * @param warnings everything it complained about
 */
record Decoded(List<Long> times, List<String> hashes, long durationTicks, double tick, String warnings) {
    /** The frames of a picture stream, as they are. */
    static Decoded picture(Path folder, String input, String stream, String... filters) {
        List<String> args = new ArrayList<>(List.of("-copyts", "-i", input, "-map", stream));
        if (filters.length > 0) {
            args.addAll(List.of("-vf", String.join(",", filters)));
        }
        args.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "demux", "-f", "framemd5", "-"));
        return decode(folder, args);
    }

    /** The samples of a sound track. */
    static Decoded sound(Path folder, String input, String stream) {
        return decode(folder, List.of("-copyts", "-i", input, "-map", stream, "-f", "framemd5", "-"));
    }

    private static Decoded decode(Path folder, List<String> args) {
        Tool.Output output = Tool.ffmpeg(folder, args.toArray(String[]::new));
        List<Long> times = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        long last = 0;
        for (String line : output.lines()) {
            String[] fields = line.split(",\\s*");
            times.add(Long.parseLong(fields[2].strip()));
            hashes.add(fields[5].strip());
            last = Long.parseLong(fields[3].strip());
        }
        double tick = output.out()
                .lines()
                .filter(l -> l.startsWith("#tb 0: "))
                .map(l -> l.substring(7).split("/"))
                .mapToDouble(r -> Double.parseDouble(r[0]) / Double.parseDouble(r[1]))
                .findFirst()
                .orElse(Double.NaN);
        String warnings = output.err() + (output.status() == 0 ? "" : "exit status " + output.status());
        return new Decoded(times, hashes, last, tick, warnings.strip());
    }

    int count() {
        return times.size();
    }

    double firstSecond() {
        return times.getFirst() * tick;
    }

    double endSecond() {
        return (times.getLast() + durationTicks) * tick;
    }
}
