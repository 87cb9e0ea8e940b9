package dev.segue.standalone.bench;

import dev.segue.contract.Published;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A film that went through Segue.
 *
 * @param usage its wall time is that from upload-complete to published
 * @param firstSegment from upload-complete until a segment of every rendition was finished
 * @param files each rendition as one file, by id
 */
public record SegueRun(Usage usage, Duration firstSegment, Published published, Map<String, Path> files) {
    public SegueRun {
        files = Map.copyOf(files);
    }
}
