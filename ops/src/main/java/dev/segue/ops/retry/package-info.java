/**
 * Makes videos anew: states a stored event once more as the next generation. What was published stays until the new version is. Start reading
 * at {@link dev.segue.ops.retry.Retries}.
 */
@NullMarked
package dev.segue.ops.retry;

import org.jspecify.annotations.NullMarked;
