package dev.segue.splitter;

import dev.segue.contract.FrameTimes;
import org.jspecify.annotations.Nullable;

/**
 * Some successive frames of a film on which its rungs are tried.
 *
 * @param seek time of the key frame to begin decoding with, absent when decoding must begin at the very start
 * @param last whether the film ends with them
 */
record Excerpt(FrameTimes times, @Nullable Long seek, boolean last) {}
