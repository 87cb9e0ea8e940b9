package dev.segue.assembler;

import dev.segue.contract.Quality;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityMetric;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What samples say of the whole rendition. */
final class Samples {
    private Samples() {}

    /**
     * The quality of those that were measured, absent where none was. Hosts with and without VMAF may have worked on one film: then
     * the metric of most samples counts.
     */
    static @Nullable Quality quality(Collection<QualityMeasured.Sample> samples) {
        Map<QualityMetric, List<QualityMeasured.Sample>> byMetric = samples.stream()
                .filter(s -> s.quality() != null)
                .collect(Collectors.groupingBy(s -> known(s).metric()));
        return byMetric.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<QualityMetric, List<QualityMeasured.Sample>> e) ->
                                e.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(e -> of(e.getKey(), e.getValue()))
                .orElse(null);
    }

    private static Quality of(QualityMetric metric, List<QualityMeasured.Sample> samples) {
        long frames = samples.stream().mapToLong(QualityMeasured.Sample::frames).sum();
        long sum = samples.stream()
                .mapToLong(s -> (long) known(s).meanMillionths() * s.frames())
                .sum();
        int worst =
                samples.stream().mapToInt(s -> known(s).worstMillionths()).min().orElseThrow();
        return new Quality(metric, (int) (sum / frames), worst, samples.size());
    }

    private static Quality known(QualityMeasured.Sample sample) {
        Quality quality = sample.quality();
        if (quality == null) {
            throw new IllegalStateException("not measured: " + sample);
        }
        return quality;
    }
}
