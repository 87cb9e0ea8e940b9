/**
 * How each codec of the picture is encoded: one small class for each of FFmpeg's encoders, which translates a rendition of the plan
 * into that encoder's own words. Pure functions; nothing here runs anything.
 */
@NullMarked
package dev.segue.media.codec;

import org.jspecify.annotations.NullMarked;
