/**
 * The door: takes a film as the body of a request, stores it in quarantine while it arrives and then says
 * {@code upload-complete}. Start reading at {@code UploadSource}. Looks at no byte of the film; that is the scanner's work.
 */
@NullMarked
package dev.segue.ingest;

import org.jspecify.annotations.NullMarked;
