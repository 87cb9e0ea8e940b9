/**
 * The timeline: a projection of all topics into PostgreSQL that tells where each video is and how it came there. {@code Projection}
 * reads and writes it, {@code Timeline} asks it.
 */
@NullMarked
package dev.segue.ops.timeline;

import org.jspecify.annotations.NullMarked;
