package dev.segue.ops.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.segue.ops.deadletter.OpenLetters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets to see, before, while and after the broker is away. */
class LagExporterIT {
    @TempDir
    Path data;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void showsLagUnderTheEstablishedNamesAndSurvivesABrokerThatGoesAndComesBack() throws Exception {
        try (Cluster cluster = new Cluster(data)) {
            cluster.write("work", 0, Instant.now().minus(Duration.ofMinutes(2)), Instant.now());
            cluster.send(new ProducerRecord<>("work.dlq", "bad".getBytes(StandardCharsets.UTF_8)));
            try (LagExporter exporter = new LagExporter(
                            () -> new LagProbe(
                                    cluster.settings(), Cluster.CATALOGUE, Pattern.compile("none"), Clock.systemUTC()),
                            () -> new OpenLetters(cluster.settings(), Cluster.CATALOGUE),
                            Duration.ofMillis(500),
                            registry,
                            Clock.systemUTC())
                    .start()) {
                await().atMost(Duration.ofSeconds(20)).until(() -> scrape().contains("dlq_records{"));
                assertThat(scrape())
                        .contains(
                                "kafka_consumergroup_lag{consumergroup=\"segue-worker\",partition=\"0\",topic=\"work\",type=\"share\"} 2.0",
                                "kafka_consumergroup_members{consumergroup=\"segue-worker\",type=\"share\"} 0.0",
                                "kafka_consumergroup_current_offset{consumergroup=\"segue-worker\"",
                                "kafka_topic_partition_current_offset{partition=\"0\",topic=\"work\"} 4.0",
                                "dlq_records{topic=\"work.dlq\"} 1.0",
                                "dlq_records{topic=\"dead-letter-quarantine\"} 0.0")
                        .containsPattern("kafka_consumergroup_group_lag_seconds\\{consumergroup=\"segue-worker\","
                                + "group=\"segue-worker\",partition=\"0\",topic=\"work\",type=\"share\"} 1[23]\\d\\.")
                        .containsPattern("dlq_oldest_seconds\\{topic=\"work.dlq\"} \\d+\\.");

                cluster.restart(() -> await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                    long began = System.nanoTime();
                    String scraped = scrape();
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
                    assertThat(scraped).as("no old figures").doesNotContain("kafka_consumergroup_lag{");
                    assertThat(age()).isGreaterThan(2);
                }));
                cluster.write("work", 0, Instant.now());

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    assertThat(scrape()).contains("topic=\"work\",type=\"share\"} 3.0");
                    assertThat(age()).isLessThan(2);
                });
            }
        }
    }

    private String scrape() {
        return registry.scrape();
    }

    private double age() {
        return registry.get("segue.lag.probe.age").gauge().value();
    }
}
