/**
 * Everything about running FFmpeg and ffprobe: finding the binaries, running them under a deadline with bounded output, the input
 * options that sources of unknown origin are opened with, and the packet index of a video stream. Knows nothing of encoding
 * profiles; who encodes builds the command line and hands it over as a list of arguments.
 */
@NullMarked
package dev.segue.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
