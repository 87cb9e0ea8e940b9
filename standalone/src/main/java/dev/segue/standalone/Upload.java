package dev.segue.standalone;

/** How the upload of a file ended. */
sealed interface Upload {
    /** The film is on its way under an id. */
    record Taken(String videoId) implements Upload {}

    /** The door does not take this film, whenever it is sent. */
    record Refused(String sentence) implements Upload {}

    /** The film did not get through; nothing is said about the film itself. */
    record Failed(String sentence) implements Upload {}
}
