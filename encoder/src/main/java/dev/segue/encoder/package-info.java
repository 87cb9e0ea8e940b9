/**
 * Encodes units of work. {@code Dispatch*} decides which unit runs next; {@link dev.segue.encoder.EncodeUnit} does one: FFmpeg
 * reads the source by range through a presigned address, decodes once, encodes all renditions of the codec, and the segments are
 * written to their final keys.
 */
@NullMarked
package dev.segue.encoder;

import org.jspecify.annotations.NullMarked;
