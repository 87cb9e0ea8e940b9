package dev.segue.contract;

/**
 * A whole source object lies in quarantine. Written by ingest, or by the CMS itself for an object it put there.
 *
 * @param source the object; its SHA-256, when given, is checked by the scanner
 */
public record UploadComplete(String videoId, int generation, Job job, Source source) implements Event {
    public UploadComplete {
        Require.id("videoId", videoId);
        Require.atLeast("generation", generation, 1);
        Require.present("job", job);
        Require.present("source", source);
    }
}
