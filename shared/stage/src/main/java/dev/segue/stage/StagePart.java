package dev.segue.stage;

/**
 * Something a stage is made of that runs until it is closed: a {@link WorkerStage} on a share group, or a Kafka Streams
 * application ({@link StreamsPart}). The wiring of a stage module makes one bean of this type for each; whoever runs the process
 * starts and closes them all.
 */
public interface StagePart extends AutoCloseable {
    /** The stage's name as in {@code topics.yaml}: {@code scanner}, {@code dispatcher}. */
    String name();

    /** Starts working in the background and returns. */
    void start();

    /** Whether it is polling, that is, takes work or would if there were some. */
    boolean ready();

    /** A few words on why it is not ready, or on what it is doing. */
    String status();

    /** Takes no more work, gives back what is running, and returns when that is done. */
    @Override
    void close();
}
