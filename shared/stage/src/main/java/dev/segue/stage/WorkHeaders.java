package dev.segue.stage;

/**
 * Names of the headers that tell how a stage came to what it states: for those who look at a video's course, never for stages.
 * Absent on events that no worker states (the ingest's, those of Kafka Streams applications, commands).
 */
public final class WorkHeaders {
    /** The host it was worked on at ({@code segue.host.name}). */
    public static final String HOST = "segue-host";
    /** Which attempt at the event succeeded, from 1. */
    public static final String ATTEMPT = "segue-attempt";
    /** Milliseconds that the event before it lay in its topic. */
    public static final String WAIT_MS = "segue-wait-ms";
    /** Milliseconds from then until the result was there, all attempts and pauses included. */
    public static final String RUN_MS = "segue-run-ms";

    private WorkHeaders() {}
}
