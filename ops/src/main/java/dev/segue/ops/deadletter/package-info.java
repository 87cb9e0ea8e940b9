/**
 * Dead letters: what lies in the dead-letter topics, grouped by cause, and putting it back, setting it aside or discarding it. A
 * topic cannot lose a single record, so what was done to a letter is a record of its own on {@code dead-letter-actions}; a letter
 * without one is open.
 */
@NullMarked
package dev.segue.ops.deadletter;

import org.jspecify.annotations.NullMarked;
