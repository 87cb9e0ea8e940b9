package dev.segue.scanner;

import dev.segue.contract.RejectionCode;

/** What the first bytes of a file show it to be. */
sealed interface Finding {
    /**
     * A container that may hold a film.
     *
     * @param demuxer FFmpeg's name for it, so that later stages can name the demuxer and FFmpeg need not guess
     */
    record Container(String demuxer) implements Finding {}

    /**
     * Something else.
     *
     * @param found a noun phrase that completes "the upload is ..."
     */
    record NoFilm(RejectionCode code, String found) implements Finding {}
}
