package dev.segue.ingest;

import dev.segue.contract.Source;

/** How an upload ended. */
sealed interface UploadResult {
    /** The film is stored and its event stated, now or by an equal upload before. */
    record Accepted(String videoId, int generation, Source source) implements UploadResult {}

    /** The id belongs to other bytes already or to a published film whose bytes are gone, or another upload under it ended first. */
    record Conflict(String videoId) implements UploadResult {}

    /** The request asks for what cannot be, as the sentence says; nothing was read. */
    record Refused(String sentence) implements UploadResult {}

    /** The body is longer than is allowed; nothing was stored. */
    record TooLarge(long limitBytes) implements UploadResult {}

    /** The body ended before it was complete; nothing was stored. */
    record BrokenOff() implements UploadResult {}

    /** The store or Kafka cannot be reached; sending the same film again under this id is safe and completes it. */
    record Unavailable(String videoId, String what) implements UploadResult {}
}
