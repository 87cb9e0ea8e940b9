/**
 * Makes a version of a video visible: when all its renditions are complete, writes the manifests, moves the video's pointer to
 * them and states {@code published}. The catalogue in PostgreSQL is where workers agree on who saw the last rendition. Start
 * reading at {@link dev.segue.publisher.PublishRendition}.
 */
@NullMarked
package dev.segue.publisher;

import org.jspecify.annotations.NullMarked;
