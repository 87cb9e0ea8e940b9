package dev.segue.standalone.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.segue.contract.Probed;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What came of {@code bench encode}.
 *
 * @param plain runs of one FFmpeg command for all renditions
 * @param sequence one FFmpeg command after another for each rendition, absent when that was not wanted
 * @param segue as many runs as {@code plain}; those of the same place are a pair
 */
public record EncodeReport(
        Machine machine,
        Probed probed,
        List<Usage> plain,
        @Nullable Usage sequence,
        List<SegueRun> segue,
        List<Made> made) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public EncodeReport {
        plain = List.copyOf(plain);
        segue = List.copyOf(segue);
        made = List.copyOf(made);
    }

    /** What both made of a rendition; the likeness to the source is absent for sound. */
    public record Made(
            String rendition,
            long plainBytes,
            long segueBytes,
            @Nullable Double plainSsim,
            @Nullable Double segueSsim) {}

    /** Segue's median over plain FFmpeg's. */
    double ratio(ToDoubleFunction<Usage> of) {
        return rounded(median(segue.stream().map(SegueRun::usage).toList(), of) / median(plain, of));
    }

    double firstSegmentRatio() {
        double first = segue.stream()
                .mapToDouble(run -> seconds(run.firstSegment()))
                .sorted()
                .skip((segue.size() - 1) / 2)
                .findFirst()
                .orElse(Double.NaN);
        return rounded(first / median(plain, EncodeReport::wall));
    }

    /** The middle one; the mean of the middle two of an even number. */
    static double median(List<Usage> runs, ToDoubleFunction<Usage> of) {
        double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    static double wall(Usage usage) {
        return seconds(usage.wall());
    }

    static double cpu(Usage usage) {
        return seconds(usage.cpu());
    }

    /** For people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        row(text, "%s, %d processors, FFmpeg %s", machine.processor(), machine.cores(), machine.ffmpeg());
        row(text, "%-22s %9s %9s %6s %12s", "", "wall s", "cpu s", "used", "memory MB");
        plain.forEach(usage -> row(text, "one FFmpeg", usage));
        if (sequence != null) {
            row(text, "one FFmpeg a rendition", sequence);
        }
        segue.forEach(run -> row(text, "Segue", run.usage()));
        row(text, "ratio of the medians   %9.3f %9.3f", ratio(EncodeReport::wall), ratio(EncodeReport::cpu));
        for (SegueRun run : segue) {
            Usage usage = run.usage();
            row(
                    text,
                    "Segue: first segment of every rendition after %.1f s, JVM %.1f s of processor time, scratch %.1f MB",
                    seconds(run.firstSegment()),
                    seconds(usage.ownCpu()),
                    usage.peakScratchBytes() / 1e6);
        }
        row(text, "%-10s %14s %14s %8s %8s", "rendition", "bytes FFmpeg", "bytes Segue", "SSIM", "SSIM");
        for (Made m : made) {
            row(
                    text,
                    "%-10s %14d %14d %8s %8s",
                    m.rendition(),
                    m.plainBytes(),
                    m.segueBytes(),
                    likeness(m.plainSsim()),
                    likeness(m.segueSsim()));
        }
        return text.toString().stripTrailing();
    }

    private void row(StringBuilder text, String name, Usage usage) {
        String memory =
                usage.peakChildrenBytes() == null ? "?" : String.valueOf(Math.round(usage.peakChildrenBytes() / 1e6));
        row(
                text,
                "%-22s %9.2f %9.2f %5.0f%% %12s",
                name,
                wall(usage),
                cpu(usage),
                100 * usage.utilisation(machine.cores()),
                memory);
    }

    private static void row(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }

    private static String likeness(@Nullable Double ssim) {
        return ssim == null ? "" : String.format(Locale.ROOT, "%.4f", ssim);
    }

    /** For programs. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", JSON.valueToTree(machine));
        root.putObject("film")
                .put("durationUs", probed.media().durationUs())
                .put("bytes", probed.source().sizeBytes())
                .put("profile", probed.plan().profile());
        ArrayNode plainRuns = root.putArray("plain");
        plain.forEach(usage -> put(plainRuns.addObject(), usage));
        if (sequence != null) {
            put(root.putObject("sequence"), sequence);
        }
        ArrayNode segueRuns = root.putArray("segue");
        for (SegueRun run : segue) {
            Usage usage = run.usage();
            put(segueRuns.addObject(), usage)
                    .put("ffmpegCpuMs", usage.childrenCpu().toMillis())
                    .put("jvmCpuMs", usage.ownCpu().toMillis())
                    .put("jvmPeakMemoryBytes", usage.peakOwnBytes())
                    .put("peakScratchBytes", usage.peakScratchBytes())
                    .put("firstSegmentMs", run.firstSegment().toMillis());
        }
        ObjectNode ratios = root.putObject("ratios")
                .put("wall", ratio(EncodeReport::wall))
                .put("cpu", ratio(EncodeReport::cpu))
                .put("firstSegment", firstSegmentRatio());
        ArrayNode pairs = ratios.putArray("pairs");
        for (int i = 0; i < plain.size(); i++) {
            Usage a = plain.get(i);
            Usage c = segue.get(i).usage();
            pairs.addObject().put("wall", rounded(wall(c) / wall(a))).put("cpu", rounded(cpu(c) / cpu(a)));
        }
        root.set("renditions", JSON.valueToTree(made));
        return root.toPrettyString();
    }

    private ObjectNode put(ObjectNode node, Usage usage) {
        return node.put("wallMs", usage.wall().toMillis())
                .put("cpuMs", usage.cpu().toMillis())
                .put("utilisation", rounded(usage.utilisation(machine.cores())))
                .put("peakMemoryBytes", usage.peakChildrenBytes());
    }

    private static double seconds(Duration d) {
        return d.toNanos() / 1e9;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
