package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class EventIdsTest {
    @Test
    void idsNameVideoGenerationKindAndPart() {
        Map<String, Event> samples = Samples.all();
        String run = Samples.VIDEO + "/1/";

        assertThat(samples.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> EventIds.of(e.getValue()))))
                .containsOnly(
                        Map.entry("upload-complete", run + "upload-complete"),
                        Map.entry("scanned", run + "scanned"),
                        Map.entry("probed", run + "probed"),
                        Map.entry("segments-ready", run + "segments-ready/video-h264/1"),
                        Map.entry("segments-ready-audio", run + "segments-ready/a1/0"),
                        Map.entry("segment-encoded", run + "segment-encoded/video-h264/1"),
                        Map.entry("quality-requested", run + "quality-requested/video-h264/1"),
                        Map.entry("quality-measured", run + "quality-measured/video-h264/1"),
                        Map.entry("rendition-complete", run + "rendition-complete/v720"),
                        Map.entry("rendition-complete-audio", run + "rendition-complete/a1"),
                        Map.entry("published", run + "published"),
                        Map.entry("rejected", run + "rejected"),
                        Map.entry("cancel", run + "cancel"),
                        Map.entry("prioritize", run + "prioritize/2026-11-01T12:00:00Z"),
                        Map.entry("forecast", run + "forecast"));
    }

    @Test
    void whatAnEventSaysBesidesItsCauseDoesNotChangeItsId() {
        UploadComplete first = (UploadComplete) Samples.all().get("upload-complete");
        UploadComplete again =
                new UploadComplete(first.videoId(), 1, new Job("other", null, null, null), Samples.ORIGINAL);

        assertThat(EventIds.of(again)).isEqualTo(EventIds.of(first));
        assertThat(EventIds.of(new UploadComplete(first.videoId(), 2, first.job(), first.source())))
                .isNotEqualTo(EventIds.of(first));
    }
}
