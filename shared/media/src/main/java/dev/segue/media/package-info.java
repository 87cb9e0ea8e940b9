/**
 * Wiring of the media tools. What runs FFmpeg is in {@code dev.segue.media.ffmpeg}; reading and checking CMAF boxes and writing
 * manifests have packages of their own. Depends on contract only.
 */
@NullMarked
package dev.segue.media;

import org.jspecify.annotations.NullMarked;
