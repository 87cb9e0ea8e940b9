package dev.segue.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which units were run where and when, from what the encoders logged. */
final class UnitRuns {
    private final List<Begun> begun = new ArrayList<>();
    private final List<Begun> done = new ArrayList<>();

    /** A job began or ended, by the true time. */
    record Begun(ChaosCluster.Life life, String unit, Instant at) {}

    UnitRuns(List<ChaosCluster.Life> lives) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        for (ChaosCluster.Life life : lives) {
            if (!life.name().startsWith("encoder")) {
                continue;
            }
            for (String line : Files.readAllLines(life.log())) {
                if (line.contains("event begins") || line.contains("event done")) {
                    JsonNode entry = json.readTree(line);
                    String unit = entry.path("mdc").path("event").asText("");
                    Instant at = Instant.ofEpochMilli(entry.path("timestamp").asLong())
                            .minusSeconds(life.skewSeconds());
                    if (unit.contains("/segments-ready/")) {
                        boolean begins = entry.path("formattedMessage").asText().startsWith("event begins");
                        (begins ? begun : done).add(new Begun(life, unit, at));
                    }
                }
            }
        }
    }

    int runs() {
        return begun.size();
    }

    int units() {
        return (int) begun.stream().map(Begun::unit).distinct().count();
    }

    /** What a process was at. */
    List<String> underWay(ChaosCluster.Life life, Instant at) {
        return begun.stream()
                .filter(b -> b.life().equals(life) && b.at().isBefore(at))
                .filter(b -> done.stream()
                        .noneMatch(d -> d.life().equals(life)
                                && d.unit().equals(b.unit())
                                && !d.at().isBefore(b.at())
                                && !d.at().isAfter(at)))
                .map(Begun::unit)
                .toList();
    }

    /** How long after {@code at} the unit was begun anew; empty when it was not. */
    Optional<Duration> elsewhere(String unit, Instant at) {
        return begun.stream()
                .filter(b -> b.unit().equals(unit) && b.at().isAfter(at))
                .map(b -> Duration.between(at, b.at()))
                .min(Duration::compareTo);
    }

    /** How many slots had nothing to do at that moment. */
    long idle(List<ChaosCluster.Life> encoders, int slots, Instant at) {
        return encoders.stream()
                .mapToLong(encoder -> slots - underWay(encoder, at).size())
                .sum();
    }
}
