package dev.segue.standalone;

import dev.segue.contract.Published;
import dev.segue.ops.VideoOutcome;
import dev.segue.ops.VideoProgress;
import java.nio.file.Path;
import java.util.function.Function;

/** Says how each file ended, and with which status the command therefore does: the worst one counts. */
final class Report {
    private final Console console;
    private final boolean json;
    private final Function<Published, Path> download;
    private final Results results = new Results();
    private int status;

    /**
     * Begins a report.
     *
     * @param json whether the output is one JSON object and not a table a file
     * @param download fetches a version and says where it lies
     */
    Report(Console console, boolean json, Function<Published, Path> download) {
        this.console = console;
        this.json = json;
        this.download = download;
    }

    void refused(Path file, Upload.Refused refused) {
        results.refused(file.toString(), refused);
        rejection(Results.UPLOAD_REFUSED, refused.sentence(), file);
    }

    void notUploaded(Path file, Upload.Failed failed) {
        results.notUploaded(file.toString(), failed);
        fault(file + " could not be uploaded: " + failed.sentence());
    }

    void ended(Path path, VideoProgress progress) {
        String file = path.toString();
        String videoId = progress.videoId();
        switch (progress.outcome()) {
            case VideoOutcome.Playable playable -> {
                Path folder = download.apply(playable.published());
                results.playable(file, folder, playable.published(), progress);
                if (!json) {
                    console.print(ResultTable.of(file, folder, playable.published()));
                }
            }
            case VideoOutcome.Refused refused -> {
                results.rejected(file, refused.rejected());
                rejection(refused.rejected().code().name(), refused.rejected().sentence(), path);
            }
            case VideoOutcome.Cancelled cancelled -> {
                results.cancelled(file, videoId, cancelled);
                console.error("cancelled: " + cancelled.reason() + " [" + file + "]");
                status = Segue.FAULT;
            }
            case VideoOutcome.Failed failed -> {
                results.failed(file, videoId, failed);
                fault(failed.stage() + " gave up on " + file + " (" + failed.code() + "): " + failed.message()
                        + ". The work rests in " + failed.topic()
                        + "; run again, with --data DIR to keep logs and dead letters for a look.");
            }
            case VideoOutcome.Running running -> throw new IllegalStateException("video has not ended: " + videoId);
        }
    }

    private void rejection(String code, String sentence, Path file) {
        console.error("rejected: " + code + ": " + sentence + " [" + file + "]");
        status = status == Segue.FAULT ? status : Segue.REJECTED;
    }

    private void fault(String sentence) {
        console.error("fault: " + sentence);
        status = Segue.FAULT;
    }

    /** Ends the report. */
    int status() {
        if (json) {
            console.print(results.json());
        }
        return status;
    }
}
