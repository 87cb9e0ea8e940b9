package dev.segue.contract;

/**
 * Event ids ({@code ce_id}) derived from what the event is about and nothing else: a stage that runs twice states the same
 * fact under the same id, and readers can drop the second.
 */
public final class EventIds {
    private EventIds() {}

    /** {@code videoId/generation/kind} and, where the fact is about a part of the video, {@code /part}. */
    public static String of(Event event) {
        String id = event.videoId() + "/" + event.generation() + "/"
                + EventType.of(event).kind();
        return event.discriminator().isEmpty() ? id : id + "/" + event.discriminator();
    }
}
