/**
 * Judges what a source really is and plans what is made of it. In: a clean source among the originals. Out: what it is, which
 * renditions it gets, and what its owner should know of it, or why it is refused.
 */
@NullMarked
package dev.segue.prober;

import org.jspecify.annotations.NullMarked;
