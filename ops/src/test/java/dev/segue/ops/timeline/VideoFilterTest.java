package dev.segue.ops.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoFilterTest {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");

    @Test
    void understandsTimesDaysDurationsAndStates() {
        VideoFilter filter = VideoFilter.of("open,FAILED", "ada", "PT1H", "2026-11-02", "My film", "7", null, NOW);

        assertThat(filter.states()).containsExactly("running", "stuck", "failed");
        assertThat(filter.since()).isEqualTo(Instant.parse("2026-11-02T11:00:00Z"));
        assertThat(filter.until()).isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
        assertThat(filter.limit()).isEqualTo(7);
        assertThat(VideoFilter.words("My_Film-2024 (final).MP4")).containsExactly("my", "film", "2024", "final", "mp4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=done|state must be one or more of running, stuck, published, rejected, cancelled, failed or open",
                "since=yesterday|since must be a time such as 2026-11-01T12:00:00Z",
                "since=P99999999999999999D|since must be",
                "since=+999999999-12-31T23:59:59Z|since must be",
                "since=-4713-12-31T23:59:59Z|since must be",
                "since=P9000000D|since must be",
                "state=,|state must be one or more of",
                "limit=0|limit must be 1 to 200 but is 0.",
                "limit=many|limit must be 1 to 200",
                "q=%|q must hold a letter or a digit",
                "cursor=x|cursor must be the \"next\" of the page before, unchanged."
            })
    void refusesWithWhatIsAllowed(String given, String sentence) {
        String name = given.substring(0, given.indexOf('='));
        String value = given.substring(given.indexOf('=') + 1);

        assertThatThrownBy(() -> VideoFilter.of(
                        of("state", name, value),
                        null,
                        of("since", name, value),
                        null,
                        of("q", name, value),
                        of("limit", name, value),
                        of("cursor", name, value),
                        NOW))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void aCursorComesBackAsItWas() {
        Cursor cursor =
                new Cursor(Instant.parse("2026-11-02T12:00:00.123456Z"), List.of("published", "film/1/published"));

        assertThat(Cursor.of(cursor.text(), 2)).isEqualTo(cursor);
        Cursor far = new Cursor(Instant.parse("+58000-11-02T12:00:00Z"), List.of("written in microseconds"));
        assertThat(Cursor.of(far.text(), 1)).isEqualTo(far);
        assertThatThrownBy(() -> Cursor.of(cursor.text(), 1)).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> Cursor.of(new Cursor(Instant.MAX, List.of("a")).text() + "!", 1))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void refusesACursorThatPostgresCannotLookFor() {
        Cursor nul = new Cursor(NOW, List.of("a\0b"));
        Cursor early = new Cursor(Instant.MIN, List.of("a"));
        Cursor late = new Cursor(Instant.parse("+294276-01-01T00:00:00Z"), List.of("a"));

        assertThat(List.of(nul, early, late)).allSatisfy(cursor -> assertThatThrownBy(() -> Cursor.of(cursor.text(), 1))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith("cursor must be the"));
    }

    private static @Nullable String of(String wanted, String name, String value) {
        return wanted.equals(name) ? value : null;
    }
}
