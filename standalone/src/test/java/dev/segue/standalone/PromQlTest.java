package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void findsMetricsAmongFunctionsLabelsAndTexts() {
        assertThat(PromQl.metrics("rate(a_total{b=\"c_total\", d=~'e{1,2}'}[5m]) / on (f) group_left (g) h"))
                .containsExactly("a_total", "h");
        assertThat(PromQl.metrics("histogram_quantile(0.95, sum by (le, stage) (rate(a_bucket[$__rate_interval])))"))
                .containsExactly("a_bucket");
        assertThat(PromQl.metrics("max by (x) (a) - max by (x) (a offset 15m) > 0 and on (x) b == 2 * 86400"))
                .containsExactly("a", "b");
        assertThat(PromQl.metrics(
                        "min(a) > 60 or absent(a) unless sum without (x) (rate((max by (y) (c))[5m:30s])) > bool 1e3"))
                .containsExactly("a", "c");
        assertThat(PromQl.metrics("topk(10, job:a:ratio5m{x=\"$y\"}) > Inf")).containsExactly("job:a:ratio5m");
        assertThat(PromQl.metrics("label_values(a{stage=\"b\"}, stage)")).containsExactly("a", "stage");
    }
}
